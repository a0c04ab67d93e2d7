// SPDX-License-Identifier: MIT
// The colours of states.
#pragma once

#include <string>

#include "search/trial/trial.h"

namespace wattle::search {

/// "@state-complete": a colour for each state that is an end, and one for those that have not
/// ended. Told apart by those who see fewer colours, too.
std::string state_colour(TrialState state);

}  // namespace wattle::search
