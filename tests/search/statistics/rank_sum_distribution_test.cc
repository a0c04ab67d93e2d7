// SPDX-License-Identifier: MIT
#include "search/statistics/rank_sum_distribution.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <numeric>

#include "search/statistics/ranks.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

std::vector<double> untied(int n) {
  std::vector<double> ranks(static_cast<std::size_t>(n));
  std::iota(ranks.begin(), ranks.end(), 1.0);
  return ranks;
}

/// The sum of each subset of the ranks; of those with `size` members when that is not negative.
std::vector<double> subset_sums(const std::vector<double>& ranks, int size) {
  std::vector<double> sums;
  for (unsigned subset = 0; subset < (1U << ranks.size()); ++subset) {
    if (size >= 0 && std::popcount(subset) != size) continue;
    double sum = 0.0;
    for (std::size_t i = 0; i < ranks.size(); ++i) sum += (subset >> i & 1U) != 0 ? ranks[i] : 0.0;
    sums.push_back(sum);
  }
  return sums;
}

void expect_same(const HalfIntegerDistribution& distribution, const std::vector<double>& sums) {
  for (const double sum : sums) {
    double below = 0.0;
    double above = 0.0;
    for (const double other : sums) {
      below += other <= sum ? 1.0 : 0.0;
      above += other >= sum ? 1.0 : 0.0;
    }
    const auto all = static_cast<double>(sums.size());
    // Counts of at most 2^12 add up exactly; their quotient is rounded in both.
    EXPECT_NEAR(distribution.lower(sum), below / all, 100.0 * kEpsilon) << sum;
    EXPECT_NEAR(distribution.upper(sum), above / all, 100.0 * kEpsilon) << sum;
  }
}

TEST(SignedRankDistribution, IsThatOfAllChoicesOfSigns) {
  Rng rng(1);
  for (std::size_t n = 1; n <= 10; ++n) {
    const std::vector<double> tied = mid_ranks(test::tied_sample(n, rng)).ranks;
    expect_same(signed_rank_distribution(tied), subset_sums(tied, -1));
    const std::vector<double> ranks = untied(static_cast<int>(n));
    expect_same(signed_rank_distribution(ranks), subset_sums(ranks, -1));
  }
}

TEST(SignedRankDistribution, IsSureOfNothingWithoutRanks) {
  const HalfIntegerDistribution distribution = signed_rank_distribution({});
  EXPECT_EQ(distribution.lower(0.0), 1.0);
  EXPECT_EQ(distribution.two_sided(0.0), 1.0);
}

TEST(SignedRankDistribution, IsSymmetric) {
  const HalfIntegerDistribution distribution = signed_rank_distribution(untied(50));
  constexpr double kTotal = 50.0 * 51.0 / 2.0;
  for (double sum = 0.0; sum <= kTotal; sum += 0.5) {
    EXPECT_NEAR(distribution.lower(sum), distribution.upper(kTotal - sum),
                100.0 * kEpsilon * distribution.lower(sum));
  }
}

TEST(RankSumDistribution, IsThatOfAllSubsets) {
  Rng rng(2);
  for (std::size_t n = 2; n <= 12; ++n) {
    const std::vector<double> tied = mid_ranks(test::tied_sample(n, rng)).ranks;
    for (int size = 1; size < static_cast<int>(n); size += 2) {
      expect_same(rank_sum_distribution(tied, size), subset_sums(tied, size));
    }
  }
}

TEST(HalfIntegerDistribution, IsKnownBeyondItsEnds) {
  const HalfIntegerDistribution distribution = signed_rank_distribution(untied(3));
  EXPECT_EQ(distribution.lower(-0.5), 0.0);
  EXPECT_EQ(distribution.lower(100.0), 1.0);
  EXPECT_EQ(distribution.upper(-0.5), 1.0);
  EXPECT_EQ(distribution.upper(100.0), 0.0);
}

}  // namespace
}  // namespace wattle::search
