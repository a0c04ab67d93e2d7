// SPDX-License-Identifier: MIT
// Every point of the grid exactly once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "search/space/grid.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

/// Suggests the first point of the visiting order that no trial of the history has: waiting,
/// running and ended trials alike, so any number of workers share the grid without repeats, and
/// trials that are not on the grid change nothing. kExhausted after the last point.
///
/// The visiting order is one random permutation of the grid (a Fisher-Yates shuffle from the
/// seed), not the order in which it is listed: whatever number of trials the budget allows is then
/// a uniform random subset of the grid, instead of its first corner.
///
/// O(n) for n trials, plus four bytes for each point of the grid beside the grid's own eight.
class GridStrategy final : public Strategy {
 public:
  /// kInvalidArgument for a grid that is too large to list. `space` must outlive the strategy.
  static Result<std::unique_ptr<Strategy>> create(const SearchSpace& space, std::uint64_t seed);

  std::string_view kind() const override { return "grid"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"version": 2, "next": k, "space": "..."}: the first k points of the visiting order have been
  /// tried. It saves looking at them again; the suggestion would be the same without. k is
  /// forgotten when the space or the seed is another one by now: the points of a changed grid that
  /// trials have are passed over all the same.
  nlohmann::json state() const override;
  Result<void> restore(const nlohmann::json& state) override;
  /// {"points": size of the grid, "tried": k}.
  nlohmann::json explain() const override;

 private:
  GridStrategy(Grid grid, std::uint64_t seed, std::string key);

  Grid grid_;
  std::vector<std::uint32_t> order_;  ///< the grid's indices in visiting order
  std::string key_;                   ///< of the space and the seed
  std::uint64_t next_ = 0;            ///< everything before this place has been tried
};

}  // namespace wattle::search
