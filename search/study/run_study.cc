// SPDX-License-Identifier: MIT
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "search/study/finalists.h"
#include "search/study/heartbeat.h"
#include "search/study/join_study.h"
#include "search/study/run_study_with.h"
#include "search/study/scheduler.h"
#include "search/study/study.h"
#include "search/study/thread_workers.h"
#include "search/study/threads.h"
#include "search/study/virtual_workers.h"
#include "search/study/winner_profile.h"

namespace wattle::search {
namespace {

/// How often a study looks whether it is asked to stop, and tells that it goes on.
constexpr std::chrono::seconds kListenEvery{1};
constexpr int kListensPerCheckIn = static_cast<int>(kLease.value) / 4;

/// Leaves the study, also when an error or an exception passes.
class Attendance {
 public:
  explicit Attendance(Store& store) : store_(store) {}
  ~Attendance() {
    if (there_) (void)store_.leave("");
  }
  Attendance(const Attendance&) = delete;
  Attendance& operator=(const Attendance&) = delete;

  Result<void> end(const std::string& because) {
    there_ = false;
    return store_.leave(because);
  }
  /// False when others go on.
  Result<bool> end_unless_last() {
    Result<bool> last = store_.retire();
    there_ = last.value_or(true);
    return last;
  }

 private:
  Store& store_;
  bool there_ = true;
};

/// Listens and checks in; what the store says against it, the next trial will hear.
Heartbeat keep_in_touch(Scheduler& scheduler) {
  return Heartbeat(kListenEvery, [&scheduler, beats = 0]() mutable {
    scheduler.listen();
    if (++beats % kListensPerCheckIn == 0) (void)scheduler.check_in();
  });
}

/// Those that were measured, by whoever it was.
Result<std::vector<Finalist>> measured_finalists(const Store& store) {
  return store.load().map([](const StudyRecord& record) { return record.finalists; });
}

/// Measures the layers of the winner's model where the study asks for it. False when it was
/// cancelled.
Result<bool> profile_if_wanted(Study& study, Surroundings surroundings,
                               const Scheduler& scheduler) {
  const auto measured = measured_finalists(surroundings.store);
  if (!measured) return tl::unexpected<Error>(measured.error());
  const History trials = scheduler.trials();
  const std::optional<int> winner = winner_to_profile(study, trials, *measured);
  if (!winner) return true;
  return profile_winner(study, surroundings, trials[static_cast<std::size_t>(*winner)],
                        [&] { return scheduler.cancelled(); });
}

/// Measures the finalists of a study that has come to its end, then the winner's layers, and says
/// in `summary` when it was stopped before all were.
Result<void> finish(Study& study, Surroundings surroundings, const RunOptions& options,
                    const Scheduler& scheduler, RunSummary& summary) {
  if (study.finalists == 0 || study.objective->recorded_runs() != nullptr) return {};
  const auto measured = measured_finalists(surroundings.store);
  if (!measured) return tl::unexpected<Error>(measured.error());
  const auto all = measure_finalists(study, surroundings, options.artifact_directory,
                                     finalists_to_run(study, scheduler.trials(), *measured),
                                     [&] { return scheduler.cancelled(); });
  if (!all) return tl::unexpected<Error>(all.error());
  if (!*all) {
    summary.interrupted = true;
    summary.stopped_because = "interrupted while the finalists were measured";
    return {};
  }
  const auto profiled = profile_if_wanted(study, surroundings, scheduler);
  if (!profiled) return tl::unexpected<Error>(profiled.error());
  if (!*profiled) {
    summary.interrupted = true;
    summary.stopped_because = "interrupted while the winner's layers were measured";
  }
  return {};
}

/// Works on trials until there is a reason to stop, and none is left that others could not end.
Result<RunSummary> work_on_trials(TrialWorkers& workers, Scheduler& scheduler,
                                  Attendance& attendance) {
  while (true) {
    Result<RunSummary> summary = scheduler.run(workers);
    if (!summary) return summary;
    if (auto told = scheduler.check_in(); !told) return tl::unexpected<Error>(told.error());
    if (summary->interrupted) return summary;
    const Result<bool> last = attendance.end_unless_last();
    if (!last) return tl::unexpected<Error>(last.error());
    summary->left_to_others = !*last;
    if (summary->left_to_others) return summary;
    const Result<bool> more = scheduler.finds_more_to_do();
    if (!more) return tl::unexpected<Error>(more.error());
    if (!*more) return scheduler.summarise(false, summary->stopped_because);
  }
}

/// The last to leave measures the finalists.
Result<RunSummary> work(Study& study, TrialWorkers& workers, Surroundings surroundings,
                        const RunOptions& options, Scheduler& scheduler) {
  Attendance attendance(surroundings.store);
  Result<RunSummary> summary = work_on_trials(workers, scheduler, attendance);
  if (!summary || summary->left_to_others) return summary;
  if (!summary->interrupted) {
    const auto finished = finish(study, surroundings, options, scheduler, *summary);
    if (!finished) return tl::unexpected<Error>(finished.error());
  }
  const auto left =
      scheduler.check_in().and_then([&] { return attendance.end(summary->stopped_because); });
  if (!left) return tl::unexpected<Error>(left.error());
  return summary;
}

/// By the clock and the meter.
Result<RunSummary> run_live(Study& study, TrialWorkers& workers, Surroundings surroundings,
                            const RunOptions& options, StudyRecord record) {
  Scheduler scheduler(study, surroundings, options, std::move(record));
  const Heartbeat heartbeat = keep_in_touch(scheduler);
  return work(study, workers, surroundings, options, scheduler);
}

/// The same on a clock and with books that are told, not read.
Result<RunSummary> replay(Study& study, const RecordedRuns& runs, Surroundings surroundings,
                          const RunOptions& options, StudyRecord record) {
  energy::ManualClock clock;
  energy::ReplayedBooks books(runs.meter());
  VirtualWorkers workers(runs, study.goal, books, clock);
  const Surroundings simulated{surroundings.store, books, clock, surroundings.observer};
  Scheduler scheduler(study, simulated, options, std::move(record));
  // The clock and the books are for one thread; the request to stop is the store's.
  const Heartbeat listener(kListenEvery, [&scheduler] { scheduler.listen(); });
  return work(study, workers, simulated, options, scheduler);
}

Result<void> check_jobs(const RunOptions& options) {
  if (options.jobs >= 1) return {};
  return fail(ErrorCode::kInvalidArgument,
              "a study needs at least one job, not " + std::to_string(options.jobs));
}

}  // namespace

Result<RunSummary> run_study(Study& study, Surroundings surroundings, const RunOptions& options) {
  if (auto sound = check_jobs(options); !sound) return tl::unexpected<Error>(sound.error());
  const RecordedRuns* const runs = study.objective->recorded_runs();
  if (runs != nullptr && options.with_others) {
    return fail(ErrorCode::kInvalidArgument,
                "recorded runs are replayed on a clock of their own, by one process",
                "leave --join out; --jobs gives more virtual workers");
  }
  keep_blas_single_threaded();
  Result<StudyRecord> record = join_study(study, surroundings.store, options);
  if (!record) return tl::unexpected<Error>(record.error());
  if (runs != nullptr) return replay(study, *runs, surroundings, options, std::move(*record));
  ThreadWorkers workers(options.jobs, *study.objective, study.goal, surroundings.metering,
                        surroundings.clock);
  return run_live(study, workers, surroundings, options, std::move(*record));
}

Result<RunSummary> run_study_with(TrialWorkers& workers, Study& study, Surroundings surroundings,
                                  const RunOptions& options) {
  if (auto sound = check_jobs(options); !sound) return tl::unexpected<Error>(sound.error());
  keep_blas_single_threaded();
  Result<StudyRecord> record = join_study(study, surroundings.store, options);
  if (!record) return tl::unexpected<Error>(record.error());
  return run_live(study, workers, surroundings, options, std::move(*record));
}

}  // namespace wattle::search
