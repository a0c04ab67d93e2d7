// SPDX-License-Identifier: MIT
#include "search/statistics/subset.h"

#include <cstdint>
#include <numeric>
#include <utility>

namespace wattle::search {

std::vector<std::size_t> random_subset(std::size_t size, std::size_t count, Rng& rng) {
  std::vector<std::size_t> indices(size);
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t other =
        rng.uniform_int(static_cast<std::int64_t>(i), static_cast<std::int64_t>(size) - 1);
    std::swap(indices[i], indices[static_cast<std::size_t>(other)]);
  }
  indices.resize(count);
  return indices;
}

}  // namespace wattle::search
