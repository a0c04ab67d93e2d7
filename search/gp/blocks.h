// SPDX-License-Identifier: MIT
// Many points, a block at a time.
#pragma once

#include <Eigen/Core>
#include <algorithm>

namespace wattle::search {

/// Rows that are worked on together: enough for matrix products to run at full speed, few enough
/// for a block against a thousand observations (8 MB) not to matter. A heuristic.
inline constexpr Eigen::Index kBlockRows = 1024;

/// Calls visit(first, count) for rows [0, kBlockRows), [kBlockRows, 2 kBlockRows), ... below
/// `rows`.
template <typename Visit>
void for_each_block(Eigen::Index rows, const Visit& visit) {
  for (Eigen::Index first = 0; first < rows; first += kBlockRows) {
    visit(first, std::min(kBlockRows, rows - first));
  }
}

}  // namespace wattle::search
