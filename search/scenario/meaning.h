// SPDX-License-Identifier: MIT
// What no single field can tell: members that must fit each other.
#pragma once

#include <nlohmann/json.hpp>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Checks a document of checked form (`faults` are those of its form; where they are, nothing is
/// checked): the goal's metrics exist for the objective, a threshold has the sense of the
/// direction, a reference and a lifetime make sense (goal_meaning.h), the split leaves examples to
/// train on, members of the training agree, a test function has its parameters. Writes the goal's
/// default direction into the document.
Faults check_meaning(nlohmann::json& document, const Faults& faults);

}  // namespace wattle::search
