// SPDX-License-Identifier: MIT
#include "search/statistics/quantiles.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace wattle::search {

double sorted_quantile(std::span<const double> sorted, double p) {
  const double position = p * static_cast<double>(sorted.size() - 1);
  const double rank = std::floor(position);
  const double low = sorted[static_cast<std::size_t>(rank)];
  const double weight = position - rank;
  if (weight == 0.0) return low;
  const double high = sorted[static_cast<std::size_t>(rank) + 1];
  // Two infinities have no middle; a number and an infinity have that.
  if (std::isinf(low)) return low;
  return std::lerp(low, high, weight);
}

double center_of(std::vector<double> values, Center center) {
  if (center == Center::kMean) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  }
  std::sort(values.begin(), values.end());
  return sorted_quantile(values, 0.5);
}

}  // namespace wattle::search
