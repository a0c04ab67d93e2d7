// SPDX-License-Identifier: MIT
#include "search/space/grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// The slow way: the whole product, restricted and filtered, duplicates merged by a set of texts.
std::set<std::string> brute_force(const SearchSpace& space) {
  std::vector<json> products{json::object()};
  for (const Parameter& parameter : space.parameters()) {
    std::vector<json> longer;
    for (const json& product : products) {
      for (const Value& level : parameter.grid()) {
        longer.push_back(product);
        longer.back()[parameter.name] = level;
      }
    }
    products = std::move(longer);
  }
  std::set<std::string> points;
  for (const json& product : products) {
    const Parameters point = space.restrict_to_active(product);
    if (!space.forbidden(point)) points.insert(point.json().dump());
  }
  return points;
}

TEST(Grid, HoldsWhatEnumerationFinds) {
  Rng rng(2);
  for (int round = 0; round < 200; ++round) {
    const SearchSpace space = test::random_space(rng, false);
    const auto grid = Grid::of(space);
    ASSERT_TRUE(grid.has_value());
    std::set<std::string> points;
    for (std::uint64_t i = 0; i < grid->size(); ++i) points.insert(grid->point(i).json().dump());
    EXPECT_EQ(points.size(), grid->size()) << "a point stands twice";
    EXPECT_EQ(points, brute_force(space));
  }
}

TEST(Grid, HoldsOnlyPointsOfTheSpace) {
  Rng rng(3);
  for (int round = 0; round < 50; ++round) {
    const SearchSpace space = test::random_space(rng, false);
    const auto grid = Grid::of(space);
    ASSERT_TRUE(grid.has_value());
    for (std::uint64_t i = 0; i < grid->size(); ++i) {
      EXPECT_EQ(space.violation(grid->point(i)), std::nullopt);
    }
  }
}

TEST(Grid, MergesPointsThatDifferOnlyInInactiveParameters) {
  const SearchSpace space = test::space_of(R"({
      "optimizer": {"type": "categorical", "choices": ["adam", "sgd"]},
      "zmomentum": {"type": "float", "low": 0, "high": 1, "when": {"optimizer": "sgd"}}})");
  EXPECT_EQ(Grid::of(space)->size(), 1U + kDefaultLevels);
}

TEST(Grid, VariesTheLastParameterFastest) {
  const SearchSpace space = test::space_of(R"({"a": {"type": "ordinal", "values": [1, 2]},
                                               "b": {"type": "ordinal", "values": ["x", "y"]}})");
  const auto grid = Grid::of(space);
  ASSERT_EQ(grid->size(), 4U);
  EXPECT_EQ(grid->point(0).json(), json::parse(R"({"a": 1, "b": "x"})"));
  EXPECT_EQ(grid->point(1).json(), json::parse(R"({"a": 1, "b": "y"})"));
  EXPECT_EQ(grid->point(2).json(), json::parse(R"({"a": 2, "b": "x"})"));
}

TEST(Grid, OfAnEmptySpaceIsOnePoint) { EXPECT_EQ(Grid::of(SearchSpace())->size(), 1U); }

json wide_space(int count) {
  json space = json::object();
  for (int i = 0; i < count; ++i) {
    space["p" + std::to_string(i)] = {{"type", "float"}, {"low", 0}, {"high", 1}, {"levels", 10}};
  }
  return space;
}

TEST(Grid, RefusesWhatCannotBeListed) {
  const SearchSpace space = test::space_of(wide_space(9));
  const auto grid = Grid::of(space);
  ASSERT_FALSE(grid.has_value());
  EXPECT_EQ(grid.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(grid.error().message, testing::HasSubstr("1000000000 points"));
  EXPECT_THAT(grid.error().hint, testing::HasSubstr("p0 (10)"));
}

TEST(Grid, RefusesWhatHasNoCode) {
  const SearchSpace space = test::space_of(wide_space(25));
  EXPECT_EQ(Grid::of(space).error().code, ErrorCode::kInvalidArgument);
}

TEST(Grid, StopsLookingAtItsLimit) {
  json json_space = wide_space(9);
  json_space["p8"]["when"] = {{"p0", {{"above", 0.5}}}};
  const SearchSpace space = test::space_of(json_space);
  const auto grid = Grid::of(space, 1000);
  ASSERT_FALSE(grid.has_value());
  EXPECT_THAT(grid.error().message, testing::HasSubstr("up to 1000000000 points"));
}

TEST(Grid, ListsSpacesWhoseConditionsKeepThemSmall) {
  json json_space = wide_space(9);
  for (int i = 1; i < 9; ++i) {
    json_space["p" + std::to_string(i)]["when"] = {{"p0", {{"is", i}}}};
  }
  const SearchSpace space = test::space_of(json_space);
  // p0 = 1 is the only level that is a whole number above 0: it activates p1.
  EXPECT_EQ(Grid::of(space, 100)->size(), 9U + 10U);
}

}  // namespace
}  // namespace wattle::search
