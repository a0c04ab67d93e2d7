// SPDX-License-Identifier: MIT
// Options of a strategy that must fit the goal, the space, or each other.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Of checked form: acquisitions of `bayesian` that the goal has no use for, or that joules cannot
/// be divided into.
Faults check_acquisition(const nlohmann::json& strategy, const nlohmann::json& goal);

/// Of checked form: `length_scales` name parameters of the space that vary, and leave nothing of
/// the input warp to learn.
Faults check_length_scales(const nlohmann::json& strategy, const nlohmann::json& space);

}  // namespace wattle::search
