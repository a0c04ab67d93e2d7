// SPDX-License-Identifier: MIT
// Do several treatments differ, each tried on every block? Friedman's test.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/statistics/summary.h"

namespace wattle::search {

struct FriedmanSummary {
  SignificanceTest chi_squared;       ///< n: blocks; k - 1 degrees of freedom
  SignificanceTest f;                 ///< the same by Iman and Davenport, less conservative
  std::vector<double> average_ranks;  ///< k x 1; 1 is the least value in every block
  double agreement = 0.0;             ///< Kendall's W, 0 to 1: how alike the blocks rank
  int blocks = 0;                     ///< n
  int treatments = 0;                 ///< k
};

/// `values` is n x k: a row a block (a seed, a data set), a column a treatment (a strategy). With
/// R_j the average over blocks of the mid-ranks within a block, and T the sum of t^3 - t over all
/// groups of t equal values in a block,
///   X2 = 12 n / (k (k + 1)) sum_j (R_j - (k + 1) / 2)^2 / (1 - T / (n k (k^2 - 1)))
/// is nearly chi-squared with k - 1 degrees of freedom [Friedman1937; with ties Hollander2014,
/// Section 7.1], and
///   F = (n - 1) X2 / (n (k - 1) - X2)
/// nearly Fisher's F with k - 1 and (k - 1) (n - 1) [Iman1980], which is the nearer one when there
/// are few blocks [Demsar2006]. W = X2 / (n (k - 1)).
///
/// Where all blocks rank alike, F is infinite, and its p-value is the exact one: of all ways to
/// arrange each block, those where all agree. Where every block is one tie, X2 = 0 and p = 1. No
/// p-value: fewer than two blocks or treatments, or a value that is not a number; infinities count
/// as the greatest or least. O(n k log k).
FriedmanSummary friedman(const Eigen::MatrixXd& values);

}  // namespace wattle::search
