// SPDX-License-Identifier: MIT
// How long a training is meant to be, by its scenario alone.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "search/space/value.h"

namespace wattle::search {

/// `training.epochs` of a scenario's `objective` with these parameters in it; nullopt when it has
/// none, or none that makes sense.
std::optional<int> planned_epochs(const nlohmann::json& objective, const Parameters& parameters);

}  // namespace wattle::search
