// SPDX-License-Identifier: MIT
#include "search/statistics/subset.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace wattle::search {
namespace {

TEST(RandomSubset, TakesNoIndexTwice) {
  Rng rng(7);
  for (std::size_t count = 0; count <= 9; ++count) {
    const std::vector<std::size_t> drawn = random_subset(9, count, rng);
    EXPECT_EQ(drawn.size(), count);
    EXPECT_EQ(std::set<std::size_t>(drawn.begin(), drawn.end()).size(), count);
    for (const std::size_t index : drawn) EXPECT_LT(index, 9u);
  }
}

/// Probability 1/6 for each index at each place. Within five standard deviations: twelve counts, a
/// false alarm in 150,000 seeds.
TEST(RandomSubset, TakesEachIndexAsOftenAtEachPlace) {
  constexpr int kDraws = 6000;
  constexpr double kExpected = kDraws / 6.0;
  const double tolerance = 5.0 * std::sqrt(kExpected * 5.0 / 6.0);
  std::vector<std::vector<int>> counts(2, std::vector<int>(6));
  Rng rng(7);
  for (int draw = 0; draw < kDraws; ++draw) {
    const std::vector<std::size_t> drawn = random_subset(6, 2, rng);
    for (std::size_t place = 0; place < 2; ++place) ++counts[place][drawn[place]];
  }
  for (const std::vector<int>& at_place : counts) {
    for (const int count : at_place) EXPECT_NEAR(count, kExpected, tolerance);
  }
}

}  // namespace
}  // namespace wattle::search
