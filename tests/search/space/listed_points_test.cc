// SPDX-License-Identifier: MIT
// Spaces that list their points.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

#include "search/space/encoding.h"
#include "search/space/enumeration.h"
#include "search/space/grid.h"
#include "search/space/infer_parameters.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr const char* kSpace = R"({
  "rate": {"type": "float", "low": 0.001, "high": 1, "scale": "log"},
  "optimizer": {"type": "categorical", "choices": ["adam", "sgd"]},
  "momentum": {"type": "float", "low": 0, "high": 1, "when": {"optimizer": "sgd"}}})";
constexpr const char* kRows = R"([
  {"rate": 0.1, "optimizer": "adam", "momentum": null},
  {"rate": 0.1, "optimizer": "sgd", "momentum": 0.9},
  {"rate": 1, "optimizer": "adam"},
  {"rate": 0.1, "optimizer": "adam"}])";

SearchSpace listed(const json& space, const json& points, const json& forbid = nullptr) {
  const auto read = SearchSpace::from_json(space, forbid, points);
  if (read) return *read;
  ADD_FAILURE() << read.error().front().pointer << " " << read.error().front().expected;
  return {};
}

SearchSpace sample_table() { return listed(json::parse(kSpace), json::parse(kRows)); }

std::set<std::string> texts(const std::vector<Parameters>& points) {
  std::set<std::string> result;
  for (const Parameters& point : points) result.insert(point.json().dump());
  return result;
}

TEST(ListedPoints, AreEachOnePointWhateverTheirOrderAndSpelling) {
  const SearchSpace space = sample_table();
  ASSERT_NE(space.rows(), nullptr);
  EXPECT_EQ(space.rows()->size(), 3U) << "null means inactive, so two rows are one point";
  EXPECT_EQ(space.cardinality(), 3U);
}

TEST(ListedPoints, AreTheOnlyPointsOfTheSpace) {
  const SearchSpace space = sample_table();
  EXPECT_TRUE(space.contains(Parameters(json::parse(R"({"rate": 1.0, "optimizer": "adam"})"))));
  EXPECT_THAT(
      space.violation(Parameters(json::parse(R"({"rate": 0.5, "optimizer": "adam"})"))).value(),
      testing::HasSubstr("none of the 3 points"));
  EXPECT_THAT(space.violation(Parameters(json::parse(R"({"rate": 0.1})"))).value(),
              testing::HasSubstr("missing"));
}

TEST(ListedPoints, AreWhatIsSampledWalkedAndPutOnAGrid) {
  const SearchSpace space = sample_table();
  const std::set<std::string> all = texts(*space.rows());
  std::vector<Parameters> sampled;
  Rng rng(3);
  for (int draw = 0; draw < 200; ++draw) sampled.push_back(*space.sample(rng));
  EXPECT_EQ(texts(sampled), all);
  std::vector<Parameters> walked;
  walk_space(space, 3, [&](const json& values) {
    walked.emplace_back(values);
    return true;
  });
  EXPECT_EQ(texts(walked), all);
  const auto grid = Grid::of(space);
  ASSERT_EQ(grid->size(), 3U);
  std::vector<Parameters> on_grid;
  for (std::uint64_t i = 0; i < 3; ++i) on_grid.push_back(grid->point(i));
  EXPECT_EQ(texts(on_grid), all);
  EXPECT_FALSE(Grid::of(space, 2).has_value());
}

TEST(ListedPoints, AreWhatVectorsDecodeTo) {
  const SearchSpace space = sample_table();
  const Encoding encoding(space);
  for (const Parameters& row : *space.rows()) EXPECT_EQ(encoding.decode(encoding.encode(row)), row);
  Rng rng(3);
  for (int draw = 0; draw < 50; ++draw) {
    Eigen::VectorXd position(encoding.dimension());
    for (double& coordinate : position) coordinate = rng.uniform();
    EXPECT_TRUE(space.contains(encoding.decode(encoding.at(position))));
  }
}

TEST(ListedPoints, AreLeftOutWhereForbidden) {
  const json forbid = json::parse(R"([{"rate": {"above": 0.5}}])");
  const SearchSpace space = listed(json::parse(kSpace), json::parse(kRows), forbid);
  EXPECT_EQ(space.rows()->size(), 2U);
  EXPECT_FALSE(space.contains(Parameters(json::parse(R"({"rate": 1, "optimizer": "adam"})"))));
}

TEST(ListedPoints, MayBeIntegersWrittenAsReals) {
  const json space = {{"width", {{"type", "int"}, {"low", 1}, {"high", 64}}}};
  const SearchSpace table = listed(space, json::parse(R"([{"width": 32.0}, {"width": 64}])"));
  EXPECT_TRUE(table.rows()->front().json()["width"].is_number_integer());
}

struct ListedFault {
  const char* name;
  const char* points;
  const char* forbid;
  const char* pointer;
  const char* says;
};

class ListedFaults : public testing::TestWithParam<ListedFault> {};

TEST_P(ListedFaults, NameTheRow) {
  const auto faults = test::faults_of(json::parse(kSpace), json::parse(GetParam().forbid),
                                      json::parse(GetParam().points));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().pointer, GetParam().pointer);
  EXPECT_THAT(faults.front().expected, testing::HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Space, ListedFaults,
    testing::Values(ListedFault{"NoList", R"({"rate": 1})", "null", "/points", "a list"},
                    ListedFault{"Empty", "[]", "null", "/points", "one or more"},
                    ListedFault{"NoRow", R"([{"rate": 1, "optimizer": "adam"}, 3])", "null",
                                "/points/1", "a row"},
                    ListedFault{"OutOfBounds", R"([{"rate": 2, "optimizer": "adam"}])", "null",
                                "/points/0", "rate cannot be 2"},
                    ListedFault{"MissingCell", R"([{"rate": 1, "optimizer": "sgd"}])", "null",
                                "/points/0", "momentum is missing"},
                    ListedFault{"NothingLeft", R"([{"rate": 1, "optimizer": "adam"}])",
                                R"([{"optimizer": "adam"}])", "/forbid", "one of the points"}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(ListedPoints, NameTenWrongRowsAndCountTheRest) {
  json rows = json::array();
  for (int i = 0; i < 100; ++i) rows.push_back({{"rate", 7}, {"optimizer", "adam"}});
  const auto faults = test::faults_of(json::parse(kSpace), nullptr, rows);
  ASSERT_EQ(faults.size(), 11U);
  EXPECT_EQ(faults.back().value, "100 rows");
}

TEST(InferredParameters, FollowTheColumns) {
  json rows = json::array();
  for (int i = 0; i < 40; ++i) {
    rows.push_back({{"one", "x"},
                    {"few", 64 - 16 * (i % 3)},
                    {"many", i},
                    {"real", i / 3.0},
                    {"text", i % 2 == 0 ? "b" : "a"},
                    {"known", i}});
  }
  const json space = infer_parameters({{"known", {{"type", "constant"}, {"value", 0}}}}, rows);
  EXPECT_EQ(space["one"], json::parse(R"({"type": "constant", "value": "x"})"));
  EXPECT_EQ(space["few"], json::parse(R"({"type": "ordinal", "values": [32, 48, 64]})"));
  EXPECT_EQ(space["many"], json::parse(R"({"type": "int", "low": 0, "high": 39})"));
  EXPECT_EQ(space["real"], json({{"type", "float"}, {"low", 0.0}, {"high", 13.0}}));
  EXPECT_EQ(space["text"], json::parse(R"({"type": "categorical", "choices": ["b", "a"]})"));
  EXPECT_EQ(space["known"]["type"], "constant") << "what is described stays";
}

TEST(InferredParameters, MakeASpaceOfRowsAlone) {
  const SearchSpace space =
      listed(nullptr, json::parse(R"([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])"));
  EXPECT_EQ(space.size(), 2U);
  EXPECT_EQ(space.rows()->size(), 2U);
}

TEST(ListedPoints, MayBeAHundredThousand) {
  json rows = json::array();
  Rng rng(1);
  for (int i = 0; i < 100'000; ++i) {
    rows.push_back({{"a", rng.uniform()},
                    {"b", i},
                    {"c", i % 7},
                    {"d", i % 2 ? "x" : "y"},
                    {"e", rng.uniform()},
                    {"f", rng.uniform_int(1, 1000)}});
  }
  const auto start = std::chrono::steady_clock::now();
  const SearchSpace space = listed(nullptr, rows);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  RecordProperty("seconds_to_read", std::to_string(seconds.count()));
  ASSERT_EQ(space.rows()->size(), 100'000U);
  const Encoding encoding(space);
  const Parameters& last = space.rows()->back();
  EXPECT_EQ(encoding.decode(encoding.encode(last)), last);
  EXPECT_TRUE(space.contains(last));
}

}  // namespace
}  // namespace wattle::search
