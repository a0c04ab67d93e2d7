// SPDX-License-Identifier: MIT
// One parameter from JSON: {"type": "float", "low": 1e-4, "high": 1, "scale": "log"}.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/space/fault.h"
#include "search/space/parameter.h"

namespace wattle::search {

/// More levels than this in one parameter are a slip of the pen; no grid with them could be listed
/// together with a second parameter.
inline constexpr int kMostLevels = 100'000;

/// Reads the parameter called `name` that stands at `pointer`. Everything wrong with it is added to
/// `faults`; the result is then incomplete. Its `when` is read but not held against the other
/// parameters.
Parameter read_parameter(const std::string& name, const nlohmann::json& json,
                         const std::string& pointer, std::vector<Fault>& faults);

}  // namespace wattle::search
