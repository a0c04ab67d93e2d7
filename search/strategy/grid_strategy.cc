// SPDX-License-Identifier: MIT
#include "search/strategy/grid_strategy.h"

#include <numeric>
#include <string>
#include <utility>

#include "search/strategy/space_key.h"

namespace wattle::search {
namespace {

constexpr int kStateVersion = 2;

}  // namespace

GridStrategy::GridStrategy(Grid grid, std::uint64_t seed, std::string key)
    : grid_(std::move(grid)), order_(grid_.size()), key_(std::move(key)) {
  std::iota(order_.begin(), order_.end(), 0U);
  Rng rng(seed);
  for (std::size_t left = order_.size(); left > 1; --left) {
    const std::int64_t chosen = rng.uniform_int(0, static_cast<std::int64_t>(left) - 1);
    std::swap(order_[left - 1], order_[static_cast<std::size_t>(chosen)]);
  }
}

Result<std::unique_ptr<Strategy>> GridStrategy::create(const SearchSpace& space,
                                                       std::uint64_t seed) {
  Result<Grid> grid = Grid::of(space);
  if (!grid) return tl::unexpected(std::move(grid.error()));
  return std::unique_ptr<Strategy>(
      new GridStrategy(std::move(*grid), seed, space_key(space, seed)));
}

Result<Parameters> GridStrategy::suggest(const History& history, Rng& /*rng*/) {
  for (; next_ < order_.size(); ++next_) {
    Parameters point = grid_.point(order_[next_]);
    if (!history.has_point(point)) return point;
  }
  return fail(ErrorCode::kExhausted,
              "all " + std::to_string(order_.size()) + " points of the grid have been tried");
}

nlohmann::json GridStrategy::state() const {
  return {{"version", kStateVersion}, {"next", next_}, {"space", key_}};
}

Result<void> GridStrategy::restore(const nlohmann::json& state) {
  const bool shaped = state.is_object() && state.size() == 3 && state.contains("version") &&
                      state["version"] == kStateVersion && state.contains("next") &&
                      state["next"].is_number_integer() && state.contains("space") &&
                      state["space"].is_string();
  const auto next = shaped ? state["next"].get<std::int64_t>() : -1;
  const bool same_grid = shaped && state["space"] == key_;
  if (next < 0 || (same_grid && static_cast<std::uint64_t>(next) > order_.size())) {
    return fail(ErrorCode::kCorrupt,
                "this is no state of a grid of " + std::to_string(order_.size()) + " points");
  }
  next_ = same_grid ? static_cast<std::uint64_t>(next) : 0;
  return {};
}

nlohmann::json GridStrategy::explain() const {
  return {{"points", order_.size()}, {"tried", next_}};
}

}  // namespace wattle::search
