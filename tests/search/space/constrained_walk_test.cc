// SPDX-License-Identifier: MIT
#include "search/space/constrained_walk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// p0 .. p(n - 1) on [0, 1] with a sum of at most 1: 1 / n! of the cube.
SearchSpace simplex(int n) {
  json space = json::object();
  json sum = json::object();
  for (int i = 0; i < n; ++i) {
    space["p" + std::to_string(i)] = {{"type", "float"}, {"low", 0}, {"high", 1}};
    sum["p" + std::to_string(i)] = 1;
  }
  return test::space_of(space, json::array({{{"linear", sum}, {"above", 1}}}));
}

double sum_of(const Parameters& point) {
  double sum = 0.0;
  for (const auto& value : point.json()) sum += value.get<double>();
  return sum;
}

TEST(ConstrainedWalk, IsUniformOnASimplexThatDrawsMiss) {
  // Uniform on the simplex of n = 10, the sum s has distribution s^n: mean n / (n + 1), variance
  // n / ((n + 1)^2 (n + 2)); one coordinate has mean 1 / (n + 1) and the same variance. Six
  // standard errors of the mean of 400: a false alarm in 5e8 for each of the two.
  constexpr int kDraws = 400;
  const double n = 10.0;
  const SearchSpace space = simplex(10);
  Rng rng(12);
  ASSERT_FALSE(space.sample(rng).has_value());
  double sums = 0.0;
  double firsts = 0.0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const Parameters start(json::parse(R"({"p0": 0, "p1": 0, "p2": 0, "p3": 0, "p4": 0,
                                           "p5": 0, "p6": 0, "p7": 0, "p8": 0, "p9": 0})"));
    const Parameters point = walk_allowed(space, start, rng);
    ASSERT_EQ(space.violation(point), std::nullopt);
    sums += sum_of(point) / kDraws;
    firsts += point.json()["p0"].get<double>() / kDraws;
  }
  const double limit = 6.0 * std::sqrt(n / ((n + 1) * (n + 1) * (n + 2)) / kDraws);
  EXPECT_NEAR(sums, n / (n + 1), limit);
  EXPECT_NEAR(firsts, 1.0 / (n + 1), limit);
}

TEST(ConstrainedWalk, StaysOnAllowedPointsOfMixedSpaces) {
  Rng rng(13);
  for (int round = 0; round < 30; ++round) {
    const SearchSpace space = test::random_space(rng, false);
    const Parameters point = walk_allowed(space, *space.sample(rng), rng);
    EXPECT_EQ(space.violation(point), std::nullopt) << point.json();
  }
}

TEST(SampleOrWalk, FindsAPartOfABillionth) {
  const SearchSpace space = test::space_of(R"({"rate": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"rate": {"above": 1e-9}}])");
  Rng rng(1);
  std::set<double> rates;
  for (int draw = 0; draw < 5; ++draw) {
    const Parameters point = space.sample_or_walk(rng);
    EXPECT_EQ(space.violation(point), std::nullopt);
    rates.insert(point.json()["rate"].get<double>());
  }
  EXPECT_EQ(rates.size(), 5U);
}

TEST(SampleOrWalk, KeepsToAPartWithoutVolume) {
  const SearchSpace space = test::space_of(R"({"rate": {"type": "float", "low": 0, "high": 1},
                                               "free": {"type": "int", "low": 1, "high": 9}})",
                                           R"([{"not": {"rate": 0.3}}])");
  Rng rng(1);
  EXPECT_EQ(space.sample_or_walk(rng).json()["rate"], 0.3);
}

}  // namespace
}  // namespace wattle::search
