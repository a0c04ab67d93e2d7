// SPDX-License-Identifier: MIT
// One trial from its start to its measurement.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "energy/clock.h"
#include "energy/metering.h"
#include "search/objective/objective.h"
#include "search/trial/goal.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// What the runner needs for one trial. References must outlive the call.
struct TrialJob {
  int number = 0;
  Parameters parameters;
  std::uint64_t seed = 0;
  int threads = 1;
  std::filesystem::path artifact_directory;
  bool as_overhead =
      false;  ///< a finalist's second run: its joules are the search's, not a trial's
  /// Told each step; the reason to stop early, or nullopt. May be called from the trial's threads.
  std::function<std::optional<std::string>(const Step&)> on_step;
  /// What a trial counts as that `on_step` stopped: kPruned, or kComplete.
  TrialState stopped_state = TrialState::kPruned;
  std::function<bool()> cancelled;
};

/// How a trial ended. `state` is kWaiting when it was cancelled.
struct TrialEnd {
  TrialState state = TrialState::kFailed;
  std::optional<Measurement> measurement;  ///< nullopt only when cancelled
  std::string reason;  ///< of a complete trial: why it ended before its last step
};

/// Runs the objective on the calling thread with an account of its own. Never throws: an exception
/// of the objective is a failure with its text. A trial ends early, as complete, at the first step
/// whose metrics reach the goal (`Goal::reached`), whatever `on_step` says. A complete trial
/// without the goal's metrics, all finite, is a failure too.
TrialEnd run_trial(const TrialJob& job, Objective& objective, const Goal& goal,
                   energy::Metering& metering, const energy::Clock& clock);

}  // namespace wattle::search
