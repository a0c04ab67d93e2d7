// SPDX-License-Identifier: MIT
// The studies that a scenario names for a warm start.
#pragma once

#include <string>
#include <vector>

#include "search/scenario/scenario.h"
#include "search/study/study.h"

namespace wattle::search {

/// Member of a study's context: the studies it began with (warm_start.h).
inline constexpr const char* kWarmStart = "warm_start";

/// What `--warm-start PLACE ...` replaces; nothing without places.
std::vector<Override> warm_start_overrides(const std::vector<std::string>& places);

/// Reads the scenario's `warm_start`, and gives the study the trials that it is to begin with;
/// `context` tells which. Nothing without that member. kInvalidArgument when a place holds no
/// study; else fails as `warm_start` does.
Result<void> start_warm(const Scenario& scenario, Study& study, nlohmann::json& context);

}  // namespace wattle::search
