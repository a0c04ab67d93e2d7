// SPDX-License-Identifier: MIT
#include "search/statistics/ranks.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace wattle::search {

Ranks mid_ranks(std::span<const double> values) {
  const std::size_t n = values.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Ranks result;
  result.ranks.resize(n);
  for (std::size_t first = 0; first < n;) {
    std::size_t end = first + 1;
    while (end < n && values[order[end]] == values[order[first]]) ++end;
    const double rank = 0.5 * static_cast<double>(first + 1 + end);
    for (std::size_t i = first; i < end; ++i) result.ranks[order[i]] = rank;
    const auto tied = static_cast<double>(end - first);
    result.tie_sum += tied * tied * tied - tied;
    first = end;
  }
  return result;
}

bool Ranks::all_tied() const {
  const auto n = static_cast<double>(ranks.size());
  return tie_sum == n * n * n - n;  // exact: both are whole
}

}  // namespace wattle::search
