// SPDX-License-Identifier: MIT
// Whether a scenario's `compare` makes sense.
#pragma once

#include "search/scenario/faults.h"

namespace wattle::search {

/// `compare`: of checked form. Arms have different names and there are two at least; each changes
/// members of the scenario; `again` names one.
Faults check_compare(const nlohmann::json& compare);

}  // namespace wattle::search
