// SPDX-License-Identifier: MIT
// Which treatments differ, after Friedman's test: Nemenyi's comparison of all pairs, and the groups
// that a critical-difference diagram joins.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace wattle::search {

struct NemenyiSummary {
  /// Average ranks further apart than this differ at the level asked for; with a reason, 0.
  double critical_difference = 0.0;
  double level = 0.05;
  Eigen::MatrixXd p_values;  ///< k x k, symmetric, 1 on the diagonal; adjusted for all pairs
  /// Indices of treatments, by ascending average rank, whose ranks all lie within the critical
  /// difference: the bars of the diagram. Each is as large as it can be, none lies within another,
  /// and each has at least two members.
  std::vector<std::vector<std::size_t>> groups;
  std::string reason;  ///< why there is nothing above; else empty
};

/// `average_ranks` (k x 1) over n `blocks`, as from `friedman`. With Q the studentized range of k
/// at infinitely many degrees of freedom (studentized_range.h) and s = sqrt(k (k + 1) / (6 n)),
///   p_ij = P(Q >= sqrt(2) |R_i - R_j| / s)
///   critical difference = s Q^-1(level) / sqrt(2)                    [Nemenyi1963, Demsar2006].
/// The probability of a false difference among any of the k (k - 1) / 2 pairs is `level` where no
/// two treatments differ. An approximation for many blocks. Ties are not corrected for, which makes
/// it conservative: they narrow the scatter of ranks. O(k^2).
NemenyiSummary nemenyi(std::span<const double> average_ranks, int blocks, double level = 0.05);

}  // namespace wattle::search
