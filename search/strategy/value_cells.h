// SPDX-License-Identifier: MIT
// The values of a finite numeric domain as cells of the unit interval.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "search/space/parameter.h"

namespace wattle::search {

/// Where the values of an ordinal, integer or stepped parameter lie in unit coordinates, and which
/// part of the line stands for each.
struct ValueCells {
  std::vector<double> positions;  ///< of the K values, ascending
  /// K + 1 ends of the cells: half way between neighbours; the first and last cell reach as far out
  /// of [0, 1] as in. 0 and 1 for a single value.
  std::vector<double> ends;

  /// Rank of the value whose cell `unit` lies in; of the nearest one beyond the ends.
  std::size_t rank_of(double unit) const;
};

/// nullopt for continua, for categorical parameters, and for more than `most` values. O(values).
std::optional<ValueCells> value_cells(const Parameter& parameter, std::uint64_t most);

}  // namespace wattle::search
