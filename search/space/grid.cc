// SPDX-License-Identifier: MIT
#include "search/space/grid.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <numeric>
#include <string>

#include "search/space/enumeration.h"

namespace wattle::search {
namespace {

/// Points before conditions merge and clauses remove some. A double, because it may be huge; exact
/// below 2^53.
double product_of(const std::vector<std::vector<Value>>& levels) {
  double product = 1.0;
  for (const auto& of_parameter : levels) product *= static_cast<double>(of_parameter.size());
  return product;
}

bool has_conditions(const SearchSpace& space) {
  const auto& parameters = space.parameters();
  return !space.forbid().empty() ||
         std::any_of(parameters.begin(), parameters.end(),
                     [](const Parameter& parameter) { return parameter.when.has_value(); });
}

/// The parameters with the most levels: where narrowing helps.
std::string largest_parameters(const SearchSpace& space,
                               const std::vector<std::vector<Value>>& levels) {
  std::vector<std::size_t> by_size;
  for (std::size_t i = 0; i < levels.size(); ++i) by_size.push_back(i);
  std::stable_sort(by_size.begin(), by_size.end(), [&](std::size_t a, std::size_t b) {
    return levels[a].size() > levels[b].size();
  });
  constexpr std::size_t kNamed = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kNamed, by_size.size()); ++i) {
    const std::size_t at = by_size[i];
    text += (i == 0 ? "" : ", ") + space.parameters()[at].name + " (" +
            std::to_string(levels[at].size()) + ")";
  }
  return text;
}

tl::unexpected<Error> too_large(const SearchSpace& space,
                                const std::vector<std::vector<Value>>& levels,
                                std::uint64_t max_points) {
  std::array<char, 32> count{};
  const double product = product_of(levels);
  std::snprintf(count.data(), count.size(), product < 1e15 ? "%.0f" : "%.3g", product);
  return fail(
      ErrorCode::kInvalidArgument,
      std::string("the grid has ") + (has_conditions(space) ? "up to " : "") + count.data() +
          " points; at most " + std::to_string(max_points) + " can be listed",
      "give fewer `levels` to the parameters that have most: " + largest_parameters(space, levels));
}

tl::unexpected<Error> too_many_rows(std::size_t rows, std::uint64_t max_points) {
  return fail(ErrorCode::kInvalidArgument, "the space lists " + std::to_string(rows) +
                                               " points; a grid holds at most " +
                                               std::to_string(max_points));
}

}  // namespace

Result<Grid> Grid::of(const SearchSpace& space, std::uint64_t max_points) {
  Grid grid;
  grid.space_ = &space;
  if (const std::vector<Parameters>* rows = space.rows()) {
    if (rows->size() > max_points) return too_many_rows(rows->size(), max_points);
    grid.points_.resize(rows->size());
    std::iota(grid.points_.begin(), grid.points_.end(), std::uint64_t{0});
    return grid;
  }
  for (const Parameter& parameter : space.parameters()) grid.levels_.push_back(parameter.grid());

  const double product = product_of(grid.levels_);
  const bool codes_fit = product < static_cast<double>(std::numeric_limits<std::uint64_t>::max());
  const bool never_fewer = !has_conditions(space);
  if (!codes_fit || (never_fewer && product > static_cast<double>(max_points))) {
    return too_large(space, grid.levels_, max_points);
  }
  const auto keep = [&grid](const std::vector<std::uint32_t>& ranks, const nlohmann::json&) {
    std::uint64_t code = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      code = code * grid.levels_[i].size() + ranks[i];
    }
    grid.points_.push_back(code);
    return true;
  };
  const WalkEnd end =
      walk_points({space.parameters(), space.forbid(), grid.levels_, max_points}, keep);
  if (end == WalkEnd::kLimit) return too_large(space, grid.levels_, max_points);
  return grid;
}

Parameters Grid::point(std::uint64_t index) const {
  std::uint64_t code = points_[index];
  if (const std::vector<Parameters>* rows = space_->rows()) return (*rows)[code];
  nlohmann::json values = nlohmann::json::object();
  for (std::size_t i = levels_.size(); i-- > 0;) {
    values[space_->parameters()[i].name] = levels_[i][code % levels_[i].size()];
    code /= levels_[i].size();
  }
  return space_->restrict_to_active(values);
}

}  // namespace wattle::search
