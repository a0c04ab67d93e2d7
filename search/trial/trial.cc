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

std::vector<std::string> names_of_those(bool (*wanted)(TrialState)) {
  std::vector<std::string> names;
  for (const auto& [state, name] : kNames) {
    if (wanted(state)) names.emplace_back(name);
  }
  return names;
}

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

std::vector<std::string> trial_state_names() {
  return names_of_those([](TrialState) { return true; });
}

std::vector<std::string> ended_state_names() { return names_of_those(is_ended); }

}  // namespace wattle::search
