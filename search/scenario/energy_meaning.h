// SPDX-License-Identifier: MIT
// Which members of `energy` go together, and what a budget of grams needs.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// `energy` and `budget` have a sound form.
Faults check_energy(const nlohmann::json& energy, const nlohmann::json& budget);

}  // namespace wattle::search
