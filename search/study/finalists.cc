// SPDX-License-Identifier: MIT
#include "search/study/finalists.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>

#include "search/study/artifacts.h"
#include "search/study/resource_slots.h"
#include "search/study/trial_job.h"
#include "search/study/trial_runner.h"

namespace wattle::search {
namespace {

/// A finalist does the work of its trial, also when that was complete before its last step.
std::function<std::optional<std::string>(const Step&)> stop_where_it_stopped(const Trial& trial) {
  if (trial.reason.empty() || trial.steps.empty()) return nullptr;
  return [last = trial.steps.back().step, reason = trial.reason](const Step& step) {
    return step.step < last ? std::nullopt : std::optional<std::string>(reason);
  };
}

/// Where a trial's files belong; empty when they are there, or none are kept.
std::filesystem::path folder_if_missing(const std::filesystem::path& root, int trial) {
  std::filesystem::path folder = trial_folder(root, trial);
  std::error_code unreadable;
  return std::filesystem::exists(folder, unreadable) ? std::filesystem::path() : folder;
}

}  // namespace

std::vector<Trial> finalists_to_run(const Study& study, const History& trials,
                                    const std::vector<Finalist>& done) {
  std::vector<const Trial*> ranked;
  for (const Trial& trial : trials) {
    if (study.goal.ranks(trial)) ranked.push_back(&trial);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const Trial* a, const Trial* b) { return study.goal.better(*a, *b); });
  ranked.resize(std::min(ranked.size(), static_cast<std::size_t>(std::max(0, study.finalists))));
  std::vector<Trial> finalists;
  for (const Trial* trial : ranked) {
    const bool measured = std::any_of(done.begin(), done.end(), [&](const Finalist& finalist) {
      return finalist.trial == trial->number;
    });
    if (!measured) finalists.push_back(*trial);
  }
  return finalists;
}

Result<bool> measure_finalists(Study& study, Surroundings surroundings,
                               const std::filesystem::path& artifact_directory,
                               const std::vector<Trial>& finalists,
                               const std::function<bool()>& cancelled) {
  for (const Trial& trial : finalists) {
    if (cancelled()) return false;
    surroundings.observer.finalist_started(trial.number);
    TrialJob job = job_of(study, trial, surroundings.power_limit);
    job.as_overhead = true;
    job.artifact_directory = folder_if_missing(artifact_directory, trial.number);
    if (job.environment) {
      job.gpus = ResourceSlots(1, study.capacity).take(trial.number, *job.environment);
    }
    job.on_step = stop_where_it_stopped(trial);
    job.stopped_state = TrialState::kComplete;
    job.cancelled = cancelled;
    TrialEnd end =
        run_trial(job, *study.objective, study.goal, surroundings.metering, surroundings.clock);
    if (end.state == TrialState::kWaiting) return false;
    const Finalist finalist{trial.number, end.state, *end.measurement, end.reason};
    if (const auto stored = surroundings.store.add_finalist(finalist); !stored) {
      return tl::unexpected<Error>(stored.error());
    }
    surroundings.observer.finalist_ended(finalist);
  }
  return true;
}

}  // namespace wattle::search
