// SPDX-License-Identifier: MIT
// `--set path=value`.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "search/scenario/faults.h"
#include "search/scenario/scenario.h"

namespace wattle::search {

/// Sets each override in `document`, in order. Members on the way that are absent are made; null
/// removes a member; elements of lists are reached by their index. A new kind of a section takes
/// away the members that only other kinds have. Faults: a path that the table of fields does not
/// have (with the nearest one it has), a parameter of the space that is not there; such an override
/// changes nothing.
Faults apply_overrides(const std::vector<Override>& overrides, nlohmann::json& document);

}  // namespace wattle::search
