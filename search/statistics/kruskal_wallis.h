// SPDX-License-Identifier: MIT
// Do several independent groups differ? Kruskal and Wallis's test, and how much of the ranks'
// scatter the groups explain.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "search/statistics/summary.h"

namespace wattle::search {

struct KruskalWallisSummary {
  SignificanceTest test;                  ///< n: all observations; k - 1 degrees of freedom
  std::optional<double> epsilon_squared;  ///< 0 to 1; absent when the test is not computed
  std::vector<double> average_ranks;      ///< k x 1, among all observations
};

/// With R_j the average mid-rank of group j among all N observations, n_j its size and T the tie
/// sum (ranks.h),
///   H = 12 / (N (N + 1)) sum_j n_j (R_j - (N + 1) / 2)^2 / (1 - T / (N^3 - N))
/// is nearly chi-squared with k - 1 degrees of freedom, for groups of five and more  [Kruskal1952],
/// and
///   epsilon^2 = H / (N - 1)                                                        [Tomczak2014].
/// Equal values alone give H = 0 and p = 1. No p-value: fewer than two groups, an empty one, or a
/// value that is not a number; infinities count as the greatest or least.
KruskalWallisSummary kruskal_wallis(std::span<const std::vector<double>> groups);

}  // namespace wattle::search
