// SPDX-License-Identifier: MIT
// What decides how a trial ends, whether it runs or is replayed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "energy/gpu/power_limit.h"
#include "energy/ledger.h"
#include "search/objective/objective.h"
#include "search/objective/trial_limits.h"
#include "search/study/retries.h"
#include "search/study/trial_environment.h"
#include "search/trial/goal.h"
#include "search/trial/trial.h"

namespace wattle::search {

/// What is to be done for one trial. References must outlive it.
struct TrialJob {
  int number = 0;
  int attempt = 1;  ///< of the trial, from 1
  Lease lease;      ///< under which it is worked on
  Parameters parameters;
  std::uint64_t seed = 0;
  Result<TrialEnvironment> environment = TrialEnvironment();  ///< an error is how the trial fails
  std::vector<int> gpus;                                      ///< its own; when they are counted
  TrialLimits limits;
  Retries retries;
  std::optional<int> planned_steps;  ///< after the last of them a limit saves nothing any more
  energy::PowerLimit* power_limit = nullptr;  ///< null: left alone
  std::filesystem::path artifact_directory;
  std::filesystem::path output_directory;
  std::filesystem::path checkpoint_file;  ///< empty: nothing to go on from is kept
  std::vector<Step> earlier;              ///< of the attempt that was cut off, ascending
  bool as_overhead =
      false;  ///< a finalist's second run: its joules are the search's, not a trial's
  /// Told each step; the reason to stop early, or nullopt. May be called from the trial's threads.
  std::function<std::optional<std::string>(const Step&)> on_step;
  /// What a trial counts as that `on_step` stopped: kPruned, or kComplete.
  TrialState stopped_state = TrialState::kPruned;
  /// Told when the trial goes on from a step of `earlier`, or of an attempt that was lost, before
  /// its first step.
  std::function<void(int)> on_resumed;
  /// Told before the trial is tried again; false: it is not to be.
  std::function<bool()> on_retry;
  std::function<bool()> cancelled;
};

/// What `on_step` says when the step could not be stored: nobody will read the trial's end either.
inline constexpr const char* kStepNotStored = "its step could not be stored";

/// How a trial ended. `state` is kWaiting when it was cancelled, and when somebody else is to work
/// on it.
struct TrialEnd {
  TrialState state = TrialState::kFailed;
  std::optional<Measurement> measurement;  ///< nullopt only when cancelled
  std::string reason;  ///< of a complete trial: why it ended before its last step
};

/// One trial step by step. It ends early, as complete, at the first step whose metrics reach the
/// goal (`Goal::reached`), whatever `on_step` says, and at a limit: as pruned when it has what the
/// goal needs, else as failed. Not thread-safe.
class TrialCourse {
 public:
  /// Both must outlive the course.
  TrialCourse(const TrialJob& job, const Goal& goal) : job_(job), goal_(goal) {}

  /// Passes a step on to the study. False: the trial is to stop now. Of a trial that has no further
  /// step (`last`) the study is told, but does not stop it.
  bool made(const Step& step, bool last = false);
  /// By what it has used, between steps too. Stays true; the first reason to end early counts.
  bool over_limit(Seconds seconds, Joules joules);

  /// Why it is to end before its last step; nullopt while it is not.
  std::optional<std::string> why_early() const {
    return early_end_ ? std::optional(early_end_->reason) : std::nullopt;
  }

  /// Sums it up. The objective's own joules, if it reports any, take the place of the account's;
  /// joules that make no sense are a failure, and so is a complete trial without the goal's
  /// metrics, all finite. `cancelled`: an evaluation that says it was cancelled was told to by the
  /// study; by a limit otherwise.
  TrialEnd end(Result<Evaluation> evaluation, const energy::AccountReading& account,
               Seconds seconds, bool cancelled) const;

 private:
  /// Why it was told to stop, and what it counts as then.
  struct EarlyEnd {
    TrialState state = TrialState::kPruned;
    std::string reason;
  };

  const TrialJob& job_;
  const Goal& goal_;
  std::optional<EarlyEnd> early_end_;
  bool over_limit_ = false;
  Metrics last_metrics_;  ///< of the last step
};

}  // namespace wattle::search
