// SPDX-License-Identifier: MIT
// One assignment tried out, and its state.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/space/value.h"
#include "search/trial/measurement.h"

namespace wattle::search {

enum class TrialState {
  kWaiting,  ///< suggested, and to be run (again): its worker died
  kRunning,
  kComplete,
  kPruned,      ///< stopped early by the pruner; has the metrics of its last step
  kFailed,      ///< an error or a diverged loss; `reason` says which
  kInfeasible,  ///< the objective said that these parameters cannot be tried
};

std::string_view to_string(TrialState state);
std::optional<TrialState> trial_state_from_string(std::string_view name);
/// Of all states.
std::vector<std::string> trial_state_names();
/// Of those in which a trial has ended.
std::vector<std::string> ended_state_names();

constexpr bool is_ended(TrialState state) {
  return state != TrialState::kWaiting && state != TrialState::kRunning;
}

/// Where a trial's numbers come from that its study did not run itself.
struct Origin {
  std::string study;
  int trial = 0;
};

/// Under which a service has given a trial to one of its workers.
struct Lease {
  std::string id;      ///< whoever tells of the trial names it; empty: the trial is not leased
  std::string worker;  ///< who works on the trial, for people

  bool operator==(const Lease&) const = default;
};

struct Trial {
  int number = 0;  ///< from 0, in the order of suggestion
  TrialState state = TrialState::kRunning;
  Parameters parameters;
  std::optional<Measurement> measurement;  ///< for ended trials, as far as they came
  std::vector<Step> steps;
  std::string reason;  ///< why it failed, was pruned, is infeasible, or was complete early
  Seconds started_at;  ///< since the study began, interruptions left out
  Seconds ended_at;    ///< likewise; the same as started_at until it ends
  int attempts = 1;    ///< times its work was started; 0: a warm start brought it, not a suggestion
  int resumed_step =
      0;  ///< the step that its last attempt went on from; 0: it started from its beginning
  std::optional<Origin> origin;  ///< none: this study ran it. Else it cost this study nothing
  Lease lease;                   ///< the last one
};

/// Whether the study suggested the trial: it then counts for its budget.
constexpr bool was_suggested(const Trial& trial) { return trial.attempts > 0; }
/// Whether the study took the result of an identical trial instead of running this one.
constexpr bool was_reused(const Trial& trial) {
  return was_suggested(trial) && trial.origin.has_value();
}

}  // namespace wattle::search
