// SPDX-License-Identifier: MIT
#include "search/trial/trial.h"

#include <array>
#include <utility>

namespace wattle::search {
namespace {

constexpr std::array<std::pair<TrialState, std::string_view>, 6> kNames{{
    {TrialState::kWaiting, "waiting"},
    {TrialState::kRunning, "running"},
    {TrialState::kComplete, "complete"},
    {TrialState::kPruned, "pruned"},
    {TrialState::kFailed, "failed"},
    {TrialState::kInfeasible, "infeasible"},
}};

}  // namespace

std::string_view to_string(TrialState state) {
  for (const auto& [known, name] : kNames) {
    if (known == state) return name;
  }
  return "unknown";
}

std::optional<TrialState> trial_state_from_string(std::string_view name) {
  for (const auto& [state, known] : kNames) {
    if (known == name) return state;
  }
  return std::nullopt;
}

}  // namespace wattle::search
