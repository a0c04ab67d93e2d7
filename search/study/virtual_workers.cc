// SPDX-License-Identifier: MIT
#include "search/study/virtual_workers.h"

#include <optional>

#include "search/objective/table_objective.h"
#include "search/study/thrown.h"

namespace wattle::search {

/// A trial on its way through a recorded run.
class VirtualWorkers::ReplayedTrial {
 public:
  ReplayedTrial(TrialJob job, TrialEnded ended, const RecordedRun* run, const RecordedRuns& runs,
                const Goal& goal, Seconds started)
      : job_(std::move(job)),
        ended_(std::move(ended)),
        run_(job_.environment ? run : nullptr),
        runs_(runs),
        course_(job_, goal),
        started_(started) {}

  int number() const { return job_.number; }
  bool cancelled() const { return job_.cancelled && job_.cancelled(); }
  Seconds next_time() const { return started_ + next_amounts().seconds; }
  /// By the next event.
  Joules joules() const { return next_amounts().joules; }

  /// Lets the next event happen; how the trial ended, if it did.
  std::optional<TrialEnd> advance() {
    if (cancelled()) return end(fail(ErrorCode::kCancelled, "interrupted"), {}, {});
    spent_ = next_amounts();
    if (!job_.environment) return end(tl::unexpected<Error>(job_.environment.error()), {}, {});
    if (run_ == nullptr) return end(tl::unexpected<Error>(not_recorded(runs_)), {}, {});
    if (next_ == run_->steps.size()) return end_of_run();
    const Step& step = run_->steps[next_++];
    const bool last = next_ == run_->steps.size();
    if (!course_.made(step, last && run_->failure.empty())) {
      return end(Evaluation{step.metrics, std::nullopt}, step.joules, step.seconds);
    }
    if (last && run_->seconds == step.seconds) return end_of_run();
    return std::nullopt;
  }

  /// By an error of the event that happened last.
  TrialEnd failed(Error error) const {
    return end(tl::unexpected<Error>(std::move(error)), spent_.joules, spent_.seconds);
  }
  void tell(TrialEnd how) const { ended_(std::move(how)); }

 private:
  /// Since the trial's start.
  struct Amounts {
    Joules joules;
    Seconds seconds;
  };

  Amounts next_amounts() const {
    if (run_ == nullptr) return {};
    if (next_ == run_->steps.size()) return {run_->joules, run_->seconds};
    return {run_->steps[next_].joules, run_->steps[next_].seconds};
  }

  TrialEnd end_of_run() const {
    if (!run_->failure.empty()) {
      return end(fail(ErrorCode::kDiverged, run_->failure), run_->joules, run_->seconds);
    }
    return end(Evaluation{run_->metrics, std::nullopt}, run_->joules, run_->seconds);
  }

  TrialEnd end(Result<Evaluation> evaluation, Joules joules, Seconds seconds) const {
    const energy::AccountReading account{runs_.reading(joules, seconds), joules};
    return course_.end(std::move(evaluation), account, seconds, cancelled());
  }

  const TrialJob job_;
  const TrialEnded ended_;
  const RecordedRun* run_;  ///< null: nothing was recorded, or it must not run
  const RecordedRuns& runs_;
  TrialCourse course_;
  const Seconds started_;
  std::size_t next_ = 0;  ///< step
  Amounts spent_;         ///< by the event that happened last
};

VirtualWorkers::VirtualWorkers(const RecordedRuns& runs, const Goal& goal,
                               energy::ReplayedBooks& books, energy::ManualClock& clock)
    : runs_(runs), goal_(goal), books_(books), clock_(clock) {}

VirtualWorkers::~VirtualWorkers() = default;

void VirtualWorkers::start(TrialJob job, TrialEnded ended) {
  const RecordedRun* const run = runs_.draw(job.parameters, job.seed);
  schedule(std::make_unique<ReplayedTrial>(std::move(job), std::move(ended), run, runs_, goal_,
                                           clock_.now()));
}

void VirtualWorkers::schedule(std::unique_ptr<ReplayedTrial> trial) {
  const EventKey key{trial->next_time(), trial->number()};
  events_.emplace(key, std::move(trial));
}

void VirtualWorkers::wait(std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  next_event();
  lock.lock();
}

void VirtualWorkers::finish() {
  while (!events_.empty()) next_event();
}

void VirtualWorkers::next_event() {
  const auto next = events_.begin();
  const Seconds now = next->first.first;
  std::unique_ptr<ReplayedTrial> trial = std::move(next->second);
  events_.erase(next);
  std::optional<TrialEnd> how;
  if (!trial->cancelled()) {
    clock_.move_to(now);
    books_.tell(trial->number(), trial->joules());
  }
  try {
    how = trial->advance();
  } catch (...) {
    how = trial->failed(thrown());  // an observer's or a pruner's, as in a trial that runs
  }
  if (how) {
    end(*trial, std::move(*how));
  } else {
    schedule(std::move(trial));
  }
}

void VirtualWorkers::end(const ReplayedTrial& trial, TrialEnd how) {
  if (how.measurement) {
    books_.tell(trial.number(), how.measurement->energy.joules);
    books_.end(trial.number());
  } else {
    books_.forget(trial.number());  // cut off: it will be replayed from its start
  }
  trial.tell(std::move(how));
}

}  // namespace wattle::search
