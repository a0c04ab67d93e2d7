// SPDX-License-Identifier: MIT
// Points and metrics as another program writes them. Faults give the place below `pointer`.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/space/fault.h"
#include "search/space/search_space.h"
#include "search/trial/measurement.h"

namespace wattle::search {

/// `values` as a point of the space, in the space's own spelling: 3.0 for an integer is 3, 1 for a
/// float is 1.0, and a number within rounding of a step is that step, so that a strategy knows the
/// point again. Faults: an unknown name (with the nearest), a value missing, out of its domain, or
/// given for an inactive parameter; when none of these, a point that is not allowed.
Validated<Parameters> read_point(const nlohmann::json& values, const SearchSpace& space,
                                 const std::string& pointer);

/// {"name": number, ...}. null is a number that was not finite, which JSON cannot write: NaN.
Validated<Metrics> read_metrics(const nlohmann::json& metrics, const std::string& pointer);

}  // namespace wattle::search
