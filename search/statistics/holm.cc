// SPDX-License-Identifier: MIT
#include "search/statistics/holm.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace wattle::search {

std::vector<std::optional<double>> holm_adjusted(std::span<const std::optional<double>> p_values) {
  const std::size_t m = p_values.size();
  std::vector<std::size_t> order(m);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto p = [&](std::size_t i) { return p_values[i].value_or(1.0); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p(a) < p(b); });
  std::vector<std::optional<double>> adjusted(m);
  double largest = 0.0;
  for (std::size_t i = 0; i < m; ++i) {
    largest = std::max(largest, static_cast<double>(m - i) * p(order[i]));
    if (p_values[order[i]]) adjusted[order[i]] = std::min(1.0, largest);
  }
  return adjusted;
}

}  // namespace wattle::search
