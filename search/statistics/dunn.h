// SPDX-License-Identifier: MIT
// Which groups differ, after Kruskal and Wallis's test: Dunn's comparison of all pairs, with Holm's
// adjustment.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace wattle::search {

struct DunnPair {
  std::size_t first = 0;  ///< indices of groups; first < second
  std::size_t second = 0;
  double z = 0.0;  ///< above 0 when the first group ranks higher
  double p_value = 1.0;
  double adjusted_p_value = 1.0;  ///< by Holm, over all pairs
};

struct DunnSummary {
  std::vector<DunnPair> pairs;  ///< (0, 1), (0, 2), ..., (k - 2, k - 1)
  std::string reason;           ///< why there are none; else empty
};

/// With R_j the average mid-rank of group j among all N observations, n_j its size and T the tie
/// sum (ranks.h),
///   z_ij = (R_i - R_j) / sqrt((N (N + 1) / 12 - T / (12 (N - 1))) (1 / n_i + 1 / n_j))  [Dunn1964]
/// is nearly standard normal where no group differs; p is two-sided and adjusted as in holm.h.
/// Equal values alone give z = 0 and p = 1. A reason: fewer than two groups, an empty one, or a
/// value that is not a number.
DunnSummary dunn(std::span<const std::vector<double>> groups);

}  // namespace wattle::search
