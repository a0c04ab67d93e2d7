// SPDX-License-Identifier: MIT
#include "search/statistics/ranks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

TEST(MidRanks, CountFromOneInTheOrderOfTheValues) {
  const Ranks ranks = mid_ranks(std::vector{30.0, 10.0, 20.0});
  EXPECT_EQ(ranks.ranks, (std::vector{3.0, 1.0, 2.0}));
  EXPECT_EQ(ranks.tie_sum, 0.0);
}

TEST(MidRanks, ShareTheMeanAmongTies) {
  const Ranks ranks = mid_ranks(std::vector{5.0, 7.0, 5.0, 1.0, 5.0, 7.0});
  EXPECT_EQ(ranks.ranks, (std::vector{3.0, 5.5, 3.0, 1.0, 3.0, 5.5}));
  EXPECT_EQ(ranks.tie_sum, (27.0 - 3.0) + (8.0 - 2.0));
}

TEST(MidRanks, AddUpToTheSameSumWithTies) {
  Rng rng(1);
  for (std::size_t n = 1; n < 40; ++n) {
    const Ranks ranks = mid_ranks(test::tied_sample(n, rng));
    EXPECT_EQ(std::accumulate(ranks.ranks.begin(), ranks.ranks.end(), 0.0),
              0.5 * static_cast<double>(n * (n + 1)));
  }
}

TEST(MidRanks, AreTheNumberOfValuesBelowAndHalfOfThoseThatAreEqual) {
  Rng rng(2);
  const std::vector<double> values = test::tied_sample(30, rng);
  const Ranks ranks = mid_ranks(values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto below = std::count_if(values.begin(), values.end(),
                                     [&](double other) { return other < values[i]; });
    const auto equal = std::count(values.begin(), values.end(), values[i]);
    EXPECT_EQ(ranks.ranks[i], static_cast<double>(below) + 0.5 * static_cast<double>(equal + 1));
  }
}

TEST(MidRanks, PutInfinitiesAtTheEnds) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const Ranks ranks = mid_ranks(std::vector{kInfinity, 0.0, -kInfinity, kInfinity});
  EXPECT_EQ(ranks.ranks, (std::vector{3.5, 2.0, 1.0, 3.5}));
}

TEST(MidRanks, KnowWhenAllValuesAreEqual) {
  EXPECT_TRUE(mid_ranks(std::vector<double>(1000, 0.1)).all_tied());
  EXPECT_TRUE(mid_ranks(std::vector{0.0, -0.0}).all_tied());
  EXPECT_TRUE(mid_ranks(std::vector{4.0}).all_tied());
  EXPECT_TRUE(mid_ranks(std::vector<double>{}).all_tied());
  EXPECT_FALSE(mid_ranks(std::vector{4.0, 4.0, 5.0}).all_tied());
}

}  // namespace
}  // namespace wattle::search
