// SPDX-License-Identifier: MIT
// Exact null distributions of sums of ranks, by dynamic programming over the sums.
#pragma once

#include <span>
#include <vector>

namespace wattle::search {

/// A distribution over 0, 1/2, 1, 3/2, ...: half-integers, since mid-ranks are.
class HalfIntegerDistribution {
 public:
  /// `probabilities[s]` is P(S = s / 2).
  explicit HalfIntegerDistribution(std::vector<double> probabilities);

  double lower(double sum) const;  ///< P(S <= sum), for a half-integer
  double upper(double sum) const;  ///< P(S >= sum)
  /// min(1, 2 min(P(S <= sum), P(S >= sum))).
  double two_sided(double sum) const;

 private:
  std::vector<double> lower_;
  std::vector<double> upper_;
};

/// S = sum of r_i B_i with B_i independent and 0 or 1 with probability 1/2 each: the signed-rank
/// statistic when every difference is as likely as its negative, given the (mid-)ranks r.
/// O(n^3) for n ranks up to n. Relative error of a few n eps.
HalfIntegerDistribution signed_rank_distribution(std::span<const double> ranks);

/// S = sum of a subset of `size` of the ranks, each subset equally likely: the rank-sum statistic
/// when all orders are, given the (mid-)ranks. O(size n^3).
HalfIntegerDistribution rank_sum_distribution(std::span<const double> ranks, int size);

}  // namespace wattle::search
