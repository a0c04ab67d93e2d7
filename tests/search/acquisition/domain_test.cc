// SPDX-License-Identifier: MIT
#include "search/acquisition/domain.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/search/acquisition/test_spaces.h"

namespace wattle::search {
namespace {

using Eigen::VectorXd;

/// Encoded in the order of the space's parameters.
VectorXd encoded(const Domain& domain, const char* json) {
  return domain.encoding().encode(Parameters(nlohmann::json::parse(json)));
}

std::set<std::string> neighbours(const Domain& domain, const char* json) {
  std::set<std::string> result;
  const Eigen::MatrixXd rows = domain.neighbours(encoded(domain, json));
  for (Eigen::Index i = 0; i < rows.rows(); ++i) {
    result.insert(domain.encoding().decode(rows.row(i)).json().dump());
  }
  return result;
}

TEST(Domain, ListsASmallFiniteSpaceWhole) {
  const SearchSpace space = test::twelve_points();
  const Domain domain(space);
  ASSERT_TRUE(domain.whole().has_value());
  EXPECT_EQ(domain.whole()->rows(), 12);
}

TEST(Domain, ListsNoContinuum) {
  const SearchSpace space = test::square();
  EXPECT_FALSE(Domain(space).whole().has_value());
}

TEST(Domain, ListsTheOnePointOfConstants) {
  const SearchSpace space = test::space_of(R"({"k": {"type": "constant", "value": 3}})");
  const Domain domain(space);
  ASSERT_TRUE(domain.whole().has_value());
  EXPECT_EQ(domain.whole()->rows(), 1);
  EXPECT_EQ(domain.dimension(), 0);
}

TEST(Domain, SnapsToValuesAndActivity) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  VectorXd x = encoded(domain, R"({"choice": "b", "count": 10, "momentum": 0.5, "rate": 0.25})");
  const VectorXd original = x;
  constexpr double kNudge = 1e-4;  // counts of 10 and 11 lie 0.014 apart
  for (Eigen::Index k = 0; k < x.size(); ++k) x[k] += kNudge;
  EXPECT_NEAR((domain.snap(x) - original).cwiseAbs().maxCoeff(), kNudge, 1e-12)
      << "only the continuous coordinate moves";
  const VectorXd other = encoded(domain, R"({"choice": "a", "count": 10, "rate": 0.25})");
  EXPECT_EQ(domain.snap(other).array().isNaN().count(), 1);
}

TEST(Domain, MovesOneStepOrOneChoice) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  EXPECT_EQ(neighbours(domain, R"({"choice": "a", "count": 1, "rate": 0.25})"),
            (std::set<std::string>{R"({"choice":"a","count":1,"rate":0.0})",
                                   R"({"choice":"a","count":1,"rate":0.5})",
                                   R"({"choice":"a","count":2,"rate":0.25})",
                                   R"({"choice":"b","count":1,"momentum":0.5,"rate":0.25})",
                                   R"({"choice":"c","count":1,"rate":0.25})"}));
}

TEST(Domain, MovesOrdinalsToTheirNeighbours) {
  const SearchSpace space =
      test::space_of(R"({"width": {"type": "ordinal", "values": [16, 32, 128]}})");
  const Domain domain(space);
  EXPECT_EQ(neighbours(domain, R"({"width": 16})"), std::set<std::string>{R"({"width":32})"});
  EXPECT_EQ(neighbours(domain, R"({"width": 32})").size(), 2U);
  EXPECT_EQ(neighbours(domain, R"({"width": 128})"), std::set<std::string>{R"({"width":32})"});
}

TEST(Domain, MovesToNoForbiddenPoint) {
  const SearchSpace space = test::space_of(R"({"a": {"type": "int", "low": 0, "high": 9},
                                               "b": {"type": "int", "low": 0, "high": 9}})",
                                           R"([{"linear": {"a": 1, "b": 2}, "above": 9}])");
  const Domain domain(space);
  EXPECT_EQ(neighbours(domain, R"({"a": 3, "b": 3})"),
            (std::set<std::string>{R"({"a":2,"b":3})", R"({"a":3,"b":2})"}));
}

TEST(Domain, AdvancesUpToAClause) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1},
                                               "y": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"linear": {"x": 1, "y": 1}, "above": 1}])");
  const Domain domain(space);
  const Eigen::Vector2d start(0.25, 0.25);
  EXPECT_EQ(domain.advance(start, Eigen::Vector2d(0.5, 0.5)), Eigen::Vector2d(0.5, 0.5));
  // The way to (1, 1) meets x + y = 1 at (0.5, 0.5); twenty halvings of a way of 0.75.
  const VectorXd reached = domain.advance(start, Eigen::Vector2d(1.0, 1.0));
  EXPECT_TRUE(domain.allowed(reached));
  EXPECT_NEAR(reached[0], 0.5, std::ldexp(0.75, -20));
}

TEST(Domain, IsTheListedPoints) {
  const nlohmann::json rows = nlohmann::json::parse(
      R"([{"x": 0.1, "c": "a"}, {"x": 0.3, "c": "a"}, {"x": 0.7, "c": "b"}])");
  const SearchSpace space = *SearchSpace::from_json(
      nlohmann::json::parse(R"({"x": {"type": "float", "low": 0, "high": 1}})"), nullptr, rows);
  const Domain domain(space);
  ASSERT_TRUE(domain.whole().has_value());
  EXPECT_EQ(domain.whole()->rows(), 3);
  Rng rng(1);
  for (int draw = 0; draw < 20; ++draw) {
    const Eigen::Vector2d x(static_cast<double>(rng.uniform_int(0, 1)), rng.uniform());
    EXPECT_TRUE(space.contains(domain.encoding().decode(domain.snap(x))));
  }
}

TEST(Domain, MovesActiveNumbersByGradient) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  const auto active = encoded(domain, R"({"choice": "b", "count": 1, "momentum": 0, "rate": 0})");
  EXPECT_EQ(domain.movable(active).size(), 3U);
  const auto inactive = encoded(domain, R"({"choice": "a", "count": 1, "rate": 0})");
  EXPECT_EQ(domain.movable(inactive).size(), 2U);
}

}  // namespace
}  // namespace wattle::search
