// SPDX-License-Identifier: MIT
// Every combination of given values, conditions and clauses applied on the way.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "search/space/condition.h"
#include "search/space/parameter.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// What to walk. All four must outlive the walk.
struct Enumeration {
  const std::vector<Parameter>& parameters;       ///< in topological order
  const std::vector<Condition>& forbid;           ///< over these parameters
  const std::vector<std::vector<Value>>& levels;  ///< by parameter, none empty
  /// Points and dead ends (a clause holds for the values so far) to look at before giving up.
  std::uint64_t limit = 0;
};

enum class WalkEnd { kComplete, kStopped, kLimit };

/// Given the rank of each parameter's value (0 for inactive ones) and the values by name. False
/// stops the walk.
using PointVisitor =
    std::function<bool(const std::vector<std::uint32_t>& ranks, const nlohmann::json& values)>;

/// Visits every allowed point once, the last parameter varying fastest: depth first in topological
/// order, so inactive parameters make no branches and a clause cuts its branch as soon as all it
/// speaks of is decided. O(parameters) for each point or dead end; no point is stored.
WalkEnd walk_points(const Enumeration& enumeration, const PointVisitor& visit);

/// The values of every parameter; nullopt when one of them has more than `most`.
std::optional<std::vector<std::vector<Value>>> all_values(const std::vector<Parameter>& parameters,
                                                          std::uint64_t most);

/// Given the values of a point by name. False stops the walk.
using ValuesVisitor = std::function<bool(const nlohmann::json& values)>;

/// Visits every allowed point of a finite space once: its rows in their order where it lists them,
/// else as walk_points does. kLimit when it is no finite space, or when there are more than `limit`
/// points and dead ends.
WalkEnd walk_space(const SearchSpace& space, std::uint64_t limit, const ValuesVisitor& visit);

}  // namespace wattle::search
