// SPDX-License-Identifier: MIT
// States of trials as charts show them.
#pragma once

#include <array>
#include <string>

#include "search/trial/trial.h"

namespace wattle::search {

/// In the order of legends and lists.
inline constexpr std::array kStateOrder{TrialState::kComplete, TrialState::kPruned,
                                        TrialState::kFailed,   TrialState::kInfeasible,
                                        TrialState::kRunning,  TrialState::kWaiting};

/// "@state-complete": a colour for each state that is an end, and one for those that have not
/// ended. Told apart by those who see fewer colours, too.
std::string state_colour(TrialState state);

}  // namespace wattle::search
