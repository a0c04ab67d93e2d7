// SPDX-License-Identifier: MIT
// What finalists can be measured for.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// `finalists` has a sound form; `objective` is the scenario's, or null where it is not known.
Faults check_finalists(const nlohmann::json& finalists, const nlohmann::json& objective);

}  // namespace wattle::search
