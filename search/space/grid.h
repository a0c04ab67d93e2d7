// SPDX-License-Identifier: MIT
// Every combination of the grid's levels, each allowed point exactly once.
#pragma once

#include <cstdint>
#include <vector>

#include "energy/error.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// The grid of a space: the product of each parameter's levels, with points that differ only in
/// inactive parameters merged and forbidden ones removed. Of a space that lists its points: all of
/// them, whatever the levels.
class Grid {
 public:
  /// kInvalidArgument when more than `max_points` combinations have to be looked at (points, and
  /// branches that a clause forbids), or when the product of all levels is 2^64 or more: a larger
  /// grid cannot be listed; says how many points there would be and what to narrow.
  /// Eight bytes a point, and O(parameters) time each.
  static Result<Grid> of(const SearchSpace& space, std::uint64_t max_points = 10'000'000);

  std::uint64_t size() const { return points_.size(); }
  /// In order: the last parameter varies fastest; or as the space lists them.
  Parameters point(std::uint64_t index) const;

 private:
  Grid() = default;
  const SearchSpace* space_ = nullptr;      ///< must outlive the grid
  std::vector<std::vector<Value>> levels_;  ///< by parameter
  std::vector<std::uint64_t> points_;       ///< mixed-radix codes of the allowed points, or rows
};

}  // namespace wattle::search
