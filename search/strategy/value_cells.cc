// SPDX-License-Identifier: MIT
#include "search/strategy/value_cells.h"

#include <algorithm>

namespace wattle::search {

std::size_t ValueCells::rank_of(double unit) const {
  const auto after = std::upper_bound(ends.begin() + 1, ends.end() - 1, unit);
  return static_cast<std::size_t>(after - ends.begin()) - 1;
}

std::optional<ValueCells> value_cells(const Parameter& parameter, std::uint64_t most) {
  const std::optional<std::uint64_t> size = parameter.cardinality();
  if (!size || *size > most || parameter.kind == ParameterKind::kCategorical) return std::nullopt;
  ValueCells cells;
  for (std::uint64_t rank = 0; rank < *size; ++rank) {
    cells.positions.push_back(parameter.to_unit(parameter.value_at(rank)));
  }
  const std::vector<double>& at = cells.positions;
  const std::size_t last = at.size() - 1;
  if (last == 0) {
    cells.ends = {0.0, 1.0};
    return cells;
  }
  cells.ends.push_back(at[0] - 0.5 * (at[1] - at[0]));
  for (std::size_t i = 0; i < last; ++i) cells.ends.push_back(0.5 * (at[i] + at[i + 1]));
  cells.ends.push_back(at[last] + 0.5 * (at[last] - at[last - 1]));
  return cells;
}

}  // namespace wattle::search
