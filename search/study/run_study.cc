// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "search/study/artifacts.h"
#include "search/study/scheduler.h"
#include "search/study/study.h"
#include "search/study/thread_workers.h"
#include "search/study/threads.h"
#include "search/study/virtual_workers.h"

namespace wattle::search {
namespace {

/// Sets trials' seeds apart from those of the strategy, which are (study seed, trial number).
constexpr std::uint64_t kTrialStream = 0x747269616c;  // "trial"

bool cancelled(const RunOptions& options) {
  return options.cancel != nullptr && options.cancel->load();
}

StudyRecord new_record(const Study& study, const RunOptions& options) {
  StudyRecord record;
  record.name = study.name;
  record.scenario = study.scenario;
  record.context = options.context;
  record.strategy_state = study.strategy->state();
  return record;
}

std::string meter_name(const nlohmann::json& context) {
  return context.value(nlohmann::json::json_pointer("/meter/name"), std::string());
}

/// Trials that can go on from their checkpoints: they have not ended, and what they used up to
/// there is known, by the meter that counts now; joules of one meter are not added to another's.
std::vector<int> resumable(const StudyRecord& stored, const RunOptions& options) {
  std::vector<int> numbers;
  if (meter_name(stored.context) != meter_name(options.context)) return numbers;
  for (const Trial& trial : stored.trials) {
    if (!is_ended(trial.state) && !trial.steps.empty()) numbers.push_back(trial.number);
  }
  return numbers;
}

/// The stored study, made ready to go on; created when there is none.
Result<StudyRecord> open_record(Study& study, Store& store, const RunOptions& options) {
  Result<StudyRecord> stored = store.load();
  if (!stored && stored.error().code == ErrorCode::kNotFound) {
    drop_artifacts_but(options.checkpoint_directory, {});
    StudyRecord record = new_record(study, options);
    return store.create(record).map([&] { return record; });
  }
  if (!stored) return stored;
  if (const auto restored = study.strategy->restore(stored->strategy_state); !restored) {
    return tl::unexpected<Error>(restored.error());
  }
  drop_artifacts_but(options.checkpoint_directory, resumable(*stored, options));
  if (const auto requeued = store.requeue_running(); !requeued)
    return tl::unexpected<Error>(requeued.error());
  const auto going = store.reopen(study.scenario, options.context);
  if (!going) return tl::unexpected<Error>(going.error());
  return store.load();
}

/// Complete trials, best first, as many as there are finalists, without those already measured
/// again.
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

/// A finalist does the work of its trial, also when that was complete before its last step.
std::function<std::optional<std::string>(const Step&)> stop_where_it_stopped(const Trial& trial) {
  if (trial.reason.empty() || trial.steps.empty()) return nullptr;
  return [last = trial.steps.back().step, reason = trial.reason](const Step& step) {
    return step.step < last ? std::nullopt : std::optional<std::string>(reason);
  };
}

/// Runs the finalists one after another on an otherwise idle machine. False when it was cancelled
/// before all were measured.
Result<bool> measure_finalists(Study& study, Surroundings surroundings, const RunOptions& options,
                               const std::vector<Trial>& finalists) {
  for (const Trial& trial : finalists) {
    if (cancelled(options)) return false;
    surroundings.observer.finalist_started(trial.number);
    TrialJob job;
    job.number = trial.number;
    job.parameters = trial.parameters;
    job.seed = trial_seed(study.seed, trial.number);
    job.environment = environment_of(study.environment, trial.parameters);
    job.power_limit = surroundings.power_limit;
    job.as_overhead = true;
    job.on_step = stop_where_it_stopped(trial);
    job.stopped_state = TrialState::kComplete;
    job.cancelled = [&options] { return cancelled(options); };
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

/// Works on trials until there is a reason to stop, then measures the finalists.
Result<RunSummary> run_trials(Study& study, TrialWorkers& workers, Surroundings surroundings,
                              const RunOptions& options, StudyRecord record) {
  const bool can_measure = study.objective->recorded_runs() == nullptr;
  const std::vector<Finalist> measured = record.finalists;
  Scheduler scheduler(study, surroundings, options, std::move(record));
  Result<RunSummary> summary = scheduler.run(workers);
  if (!summary) return summary;
  if (can_measure && !summary->interrupted) {
    const auto finalists = finalists_to_run(study, scheduler.trials(), measured);
    const auto all_measured = measure_finalists(study, surroundings, options, finalists);
    if (!all_measured) return tl::unexpected<Error>(all_measured.error());
    if (!*all_measured) {
      summary->interrupted = true;
      summary->stopped_because = "interrupted while the finalists were measured";
    }
  }
  const auto saved =
      surroundings.store.save_totals(scheduler.totals(), scheduler.elapsed()).and_then([&] {
        return surroundings.store.set_stopped(summary->stopped_because);
      });
  if (!saved) return tl::unexpected<Error>(saved.error());
  return summary;
}

/// What the ended trials were recorded with: of those that were cut off and are replayed from their
/// start, nothing was spent.
energy::LedgerTotals replayed_ledger(const std::vector<Trial>& trials) {
  energy::LedgerTotals ledger;
  for (const Trial& trial : trials) {
    if (trial.measurement) ledger.trials += trial.measurement->energy.joules;
  }
  ledger.total = ledger.trials;
  return ledger;
}

/// Until when the ended trials took; likewise.
Seconds replayed_until(const std::vector<Trial>& trials) {
  Seconds until;
  for (const Trial& trial : trials) {
    if (is_ended(trial.state)) until = std::max(until, trial.ended_at);
  }
  return until;
}

/// The same on a clock and with books that are told, not read.
Result<RunSummary> replay(Study& study, const RecordedRuns& runs, Surroundings surroundings,
                          const RunOptions& options, StudyRecord record) {
  record.ledger = replayed_ledger(record.trials);
  record.elapsed = replayed_until(record.trials);
  energy::ManualClock clock;
  energy::ReplayedBooks books(runs.meter());
  VirtualWorkers workers(runs, study.goal, books, clock);
  return run_trials(study, workers, {surroundings.store, books, clock, surroundings.observer},
                    options, std::move(record));
}

}  // namespace

std::uint64_t trial_seed(std::uint64_t study_seed, int number) {
  return mix_seed(mix_seed(study_seed, kTrialStream), static_cast<std::uint64_t>(number));
}

Result<RunSummary> run_study(Study& study, Surroundings surroundings, const RunOptions& options) {
  if (options.jobs < 1) {
    return fail(ErrorCode::kInvalidArgument,
                "a study needs at least one job, not " + std::to_string(options.jobs));
  }
  keep_blas_single_threaded();
  Result<StudyRecord> record = open_record(study, surroundings.store, options);
  if (!record) return tl::unexpected<Error>(record.error());
  if (const RecordedRuns* runs = study.objective->recorded_runs()) {
    return replay(study, *runs, surroundings, options, std::move(*record));
  }
  ThreadWorkers workers(options.jobs, *study.objective, study.goal, surroundings.metering,
                        surroundings.clock);
  return run_trials(study, workers, surroundings, options, std::move(*record));
}

}  // namespace wattle::search
