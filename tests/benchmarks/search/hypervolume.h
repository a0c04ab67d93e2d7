// SPDX-License-Identifier: MIT
// What a front of two minimised objectives is worth.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

namespace wattle::search::benchmarks {

/// Area that the points dominate below `reference`; points beyond it count nothing. O(n log n).
inline double hypervolume(std::vector<std::array<double, 2>> points,
                          const std::array<double, 2>& reference) {
  std::sort(points.begin(), points.end());
  double area = 0.0;
  double ceiling = reference[1];
  for (const auto& [first, second] : points) {
    if (first >= reference[0] || second >= ceiling) continue;
    area += (reference[0] - first) * (ceiling - second);
    ceiling = second;
  }
  return area;
}

}  // namespace wattle::search::benchmarks
