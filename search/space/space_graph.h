// SPDX-License-Identifier: MIT
// Which parameter's condition speaks of which: the order to decide activity in, or the cycle that
// makes it undecidable.
#pragma once

#include <cstddef>
#include <vector>

namespace wattle::search {

/// What a graph of dependences comes to.
struct DependenceOrder {
  /// All parameters, each after those it depends on; of those that could come next, the one with
  /// the smallest number. Incomplete when there are cycles.
  std::vector<std::size_t> order;
  /// One cycle for each group of parameters that depend on each other, by its smallest number: the
  /// shortest way along dependences from that parameter back to itself, both ends written (a, b,
  /// a).
  std::vector<std::vector<std::size_t>> cycles;
};

/// `depends_on[i]` are the numbers of the parameters that i's condition speaks of, i itself
/// included if it does. O((n + m) log n) for n parameters and m dependences, without cycles.
DependenceOrder order_by_dependence(const std::vector<std::vector<std::size_t>>& depends_on);

}  // namespace wattle::search
