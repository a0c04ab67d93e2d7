// SPDX-License-Identifier: MIT
// Order statistics of a few numbers.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace wattle::search::benchmarks {

/// The q-quantile, linear between neighbours (0: least, 1/2: median). Infinite values are fine.
/// Requires at least one value and 0 <= q <= 1.
inline double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  const double place = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double share = place - std::floor(place);
  // Also keeps infinity times zero out.
  if (share == 0.0 || values[below] == values[below + 1]) return values[below];
  return values[below] + share * (values[below + 1] - values[below]);
}

}  // namespace wattle::search::benchmarks
