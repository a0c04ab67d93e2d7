// SPDX-License-Identifier: MIT
// Outcomes whose bad half does not drown the good one.
#pragma once

#include <Eigen/Core>

namespace wattle::search {

/// Values (n x 1, smaller is better) whose worse half is replaced by what its ranks would be if
/// both halves had the spread of the better one: with the median m, s^2 the mean square of y - m
/// over the better half, and r the middle rank (1, 2, ...) of a value and those equal to it,
///   y > m becomes m + s Phi^-1((r - 1/2) / n)
/// [Song2024]. Order and ties stay, the better half stays as it is. A stationary process cannot
/// follow outcomes over several orders of magnitude (a diverged loss beside good ones), and what is
/// bad need not be known to the digit. Unchanged when n < 4, when the better half is constant, or
/// when a result would be beyond the largest double. O(n log n).
Eigen::VectorXd compress_worse_half(const Eigen::VectorXd& values);

}  // namespace wattle::search
