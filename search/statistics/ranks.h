// SPDX-License-Identifier: MIT
// Ranks, where equal values share the mean of the ranks they take up.
#pragma once

#include <span>
#include <vector>

namespace wattle::search {

struct Ranks {
  std::vector<double>
      ranks;  ///< n x 1, in the order of the values; 1 is the least; sum n (n+1) / 2
  /// T = sum over groups of equal values of t^3 - t, t the group's size: what ties take from the
  /// variance of rank statistics. 0 without ties, n^3 - n when all values are equal.
  double tie_sum = 0.0;

  /// All values are equal, or there is only one or none.
  bool all_tied() const;
};

/// No value may be NaN; infinities may be. O(n log n).
Ranks mid_ranks(std::span<const double> values);

}  // namespace wattle::search
