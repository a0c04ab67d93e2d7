// SPDX-License-Identifier: MIT
// Groups ranked together.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace wattle::search {

struct PooledRanks {
  std::vector<double> average_ranks;  ///< k x 1, of each group among all N observations
  double size = 0.0;                  ///< N
  double tie_sum = 0.0;               ///< as in ranks.h
  bool all_tied = false;              ///< every observation has the same value
  std::string reason;                 ///< why there is nothing above; else empty
};

/// O(N log N). A reason: fewer than two groups, an empty one, or a value that is not a number.
PooledRanks pool_ranks(std::span<const std::vector<double>> groups);

}  // namespace wattle::search
