// SPDX-License-Identifier: MIT
// What no single field of `goal` can tell about the energy that it speaks of.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Checks a goal of sound form: the ends of a reference are two and ascend, a bound on joules can
/// be kept, a lifetime has some energy and the goal depends on it. `metrics` are those that the
/// objective is known to give; empty: unknown.
Faults check_goal_energy(const nlohmann::json& goal, const std::vector<std::string>& metrics);

}  // namespace wattle::search
