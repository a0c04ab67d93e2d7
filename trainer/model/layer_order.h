// SPDX-License-Identifier: MIT
// The order in which layers can be computed.
#pragma once

#include <vector>

namespace wattle::trainer {

/// An order in which everything stands behind what it needs, or a circle.
struct LayerOrder {
  std::vector<int> order;   ///< every vertex once; of no meaning when there is a circle
  std::vector<int> circle;  ///< each needs the next one, the last is the first again; or empty
};

/// `needs[v]` are the vertices that v needs. When 0, 1, 2, ... is such an order, it is the one that
/// is found. O(vertices + needs).
LayerOrder order_layers(const std::vector<std::vector<int>>& needs);

}  // namespace wattle::trainer
