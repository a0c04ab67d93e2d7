// SPDX-License-Identifier: MIT
// A study: a space, a goal, a strategy, a pruner, a budget and a seed; and how to run one.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/clock.h"
#include "energy/gpu/power_limit.h"
#include "energy/metering.h"
#include "search/objective/objective.h"
#include "search/objective/trial_limits.h"
#include "search/pruning/pruner.h"
#include "search/space/search_space.h"
#include "search/store/store.h"
#include "search/strategy/strategy.h"
#include "search/study/capacity.h"
#include "search/study/observer.h"
#include "search/study/retries.h"
#include "search/study/schedule.h"
#include "search/study/trial_environment.h"
#include "search/trial/budget.h"
#include "search/trial/goal.h"

namespace wattle::search {

class TrialCache;

/// Everything that decides which trials are run. The strategy and the pruner refer to `space` and
/// `goal`, so a study stays where it was made.
struct Study {
  std::string name;
  nlohmann::json scenario;  ///< kept with the results
  SearchSpace space;
  Goal goal;
  std::shared_ptr<Objective> objective;
  std::unique_ptr<Strategy> strategy;
  std::unique_ptr<Pruner> pruner;
  Budget budget;
  std::optional<double> target;  ///< of the goal's metric: good enough to end the study
  Schedule schedule;
  int finalists = 1;            ///< best trials that are measured again, alone
  bool profile_winner = false;  ///< then measure what the layers of the best one's model cost
  Environment environment;
  Capacity capacity;   ///< for trials side by side
  TrialLimits limits;  ///< of each trial
  Retries retries;
  std::uint64_t seed = 0;
  /// Of other studies (warm_start.h), numbered from 0: the first trials of a study that is begun.
  std::vector<Trial> first_trials;

  Study() = default;
  Study(const Study&) = delete;
  Study& operator=(const Study&) = delete;
};

/// Where a study runs. All members must outlive the run. A study that replays recorded runs looks
/// neither at `metering` nor at `clock`: it has a simulated clock and books of its own, and what
/// the search itself draws meanwhile is not booked.
struct Surroundings {
  Store& store;
  energy::Metering& metering;
  const energy::Clock& clock;
  StudyObserver& observer;
  energy::PowerLimit* power_limit = nullptr;  ///< for `Environment::gpu_power_limit`; without it
                                              ///< trials that ask for one fail
};

struct RunOptions {
  int jobs = 1;                              ///< trials at once, by threads or virtual workers
  std::filesystem::path artifact_directory;  ///< trials leave their models in
                                             ///< `<this>/trial-<number>`; empty: nothing is kept
  std::filesystem::path output_directory;    ///< likewise for what their programs print
  std::filesystem::path
      checkpoint_directory;  ///< likewise for the state that a trial which is cut off goes on from
  const TrialCache* cache = nullptr;  ///< results of identical trials, taken and left; must outlive
                                      ///< the run; null: every trial is run
  bool with_others = false;           ///< other processes may work on the study at the same time
  const std::atomic<bool>* cancel =
      nullptr;  ///< set to true to end the study; it can then be resumed
  nlohmann::json context =
      nlohmann::json::object();  ///< kept with the results: machine, versions, meter
};

/// Why a study stopped that had not ended: its process was told to end, or somebody asked for the
/// study to stop.
inline constexpr const char* kWasInterrupted = "interrupted";
inline constexpr const char* kWasStopped = "interrupted on request";
/// Whether it is a reason of that kind.
inline bool is_interruption(std::string_view because) {
  return because.starts_with(kWasInterrupted);
}

struct RunSummary {
  std::string stopped_because;  ///< "24 trials", "space used up", kWasInterrupted, ...
  bool left_to_others = false;  ///< nothing was left to do here, but others still work on it: the
                                ///< last of them finishes the study
  bool interrupted =
      false;         ///< cancelled: waiting trials are left, `run_study` on the same store goes on
  int complete = 0;  ///< these are of the trials that the study suggested
  int pruned = 0;
  int failed = 0;  ///< infeasible ones included
  std::optional<int> best;
};

/// Runs a study to its end, on an empty store from the start, else from where the store says it
/// stopped. Finished trials are never run again; trials that were running when the last run ended
/// are run again with the same parameters and seed, from their checkpoint where they left one. A
/// trial that fails is a state with a reason. Fails itself only when the store does (everything
/// recorded so far stays), or the strategy for another reason than an exhausted space; kLocked when
/// others work on the study and `with_others` is not set.
///
/// With others, each process suggests and runs trials of its own until nothing is left to begin;
/// trials of one that died are run by those that are there. `fixed_lag` gives the same trials
/// whoever runs them.
Result<RunSummary> run_study(Study& study, Surroundings surroundings, const RunOptions& options);

/// The seed of everything random in a trial.
std::uint64_t trial_seed(std::uint64_t study_seed, int number);

}  // namespace wattle::search
