// SPDX-License-Identifier: MIT
// The saved state of an ask-and-tell search as JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "search/space/search_space.h"
#include "search/study/refusal.h"
#include "search/trial/goal.h"
#include "search/trial/history.h"

namespace wattle::search {

struct AskTellState {
  std::uint64_t seed = 0;
  std::string strategy_kind;
  nlohmann::json strategy_state;
  History trials;  ///< complete, failed or running
};

/// {"version": 1, "seed", "strategy": {"kind", "state"}, "trials": [{"parameters"} and "metrics" or
/// "failed" for an ended one]}. A metric that is not finite is null.
nlohmann::json ask_tell_state_to_json(const AskTellState& state);

/// The inverse: metrics are judged again, points are held against the space. kBadState with every
/// fault, for what has another form, or trials that do not fit.
Answer<AskTellState> ask_tell_state_from_json(const nlohmann::json& json, const SearchSpace& space,
                                              const Goal& goal);

}  // namespace wattle::search
