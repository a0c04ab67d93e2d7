// SPDX-License-Identifier: MIT
// What a replayed table cannot give.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Checks a document whose objective, of kind `table`, has a sound form; of its other members those
/// without one of `faults`. Where the table names no joules, nothing may ask for them; and nothing
/// can be measured again.
Faults check_table(const nlohmann::json& document, const Faults& faults);

}  // namespace wattle::search
