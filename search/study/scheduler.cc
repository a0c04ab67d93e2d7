// SPDX-License-Identifier: MIT
#include "search/study/scheduler.h"

#include <algorithm>
#include <utility>

#include "search/store/worker_identity.h"
#include "search/strategy/gain_stop.h"
#include "search/study/artifacts.h"
#include "search/study/thrown.h"
#include "search/study/trial_job.h"
#include "search/trial/stopping.h"

namespace wattle::search {
namespace {

std::size_t index(int number) { return static_cast<std::size_t>(number); }

/// A trial as the strategy sees it before its result is shown.
Trial as_running(const Trial& trial) {
  Trial shown = trial;
  shown.measurement.reset();
  shown.steps.clear();
  shown.state = TrialState::kRunning;
  return shown;
}

/// Lets started trials end before what they report to goes, also when an exception passes.
class Finish {
 public:
  explicit Finish(TrialWorkers& workers) : workers_(workers) {}
  ~Finish() { workers_.finish(); }
  Finish(const Finish&) = delete;
  Finish& operator=(const Finish&) = delete;

 private:
  TrialWorkers& workers_;
};

}  // namespace

Scheduler::Scheduler(Study& study, Surroundings surroundings, const RunOptions& options,
                     StudyRecord record)
    : study_(study),
      surroundings_(surroundings),
      options_(options),
      elapsed_before_(record.elapsed),
      started_(surroundings.clock.now()),
      machine_(WorkerIdentity::of_this_process().boot),
      book_(std::move(record.trials), study.goal),
      sessions_(std::move(record.sessions)),
      slots_(options.jobs, study.capacity) {
  for (const Trial& trial : book_.trials()) history_.push_back(as_running(trial));
}

Result<RunSummary> Scheduler::run(TrialWorkers& workers) {
  const Result<std::string> because = work(workers);
  const std::scoped_lock lock(mutex_);
  if (failure_) return tl::unexpected<Error>(*failure_);
  if (!because) return tl::unexpected<Error>(because.error());
  // What waits when the budget is used up stays so; what this run has let wait is another matter.
  const bool interrupted =
      is_interruption(*because) || book_.is_at_work() || (stop_requested_ && book_.first_waiting());
  return summarise(interrupted, interrupted ? why_cancelled() : *because);
}

Result<std::string> Scheduler::work(TrialWorkers& workers) {
  const Finish finish(workers);
  for (;;) {
    Result<std::string> because = start_trials(workers);
    // What is released while the others are waited for is somebody's to run.
    if (!because || is_interruption(*because) || !workers.wait_for_released()) return because;
  }
}

Result<std::string> Scheduler::start_trials(TrialWorkers& workers) {
  while (wait_for_turn(workers)) {
    if (auto caught_up = catch_up(); !caught_up) return tl::unexpected<Error>(caught_up.error());
    if (!is_turn(workers)) continue;  // others have begun trials meanwhile
    if (auto reason = reason_to_stop(); reason && !must_go_on()) return *reason;
    Result<void> done = drop_stale_choice(workers).and_then([&] { return choose(workers); });
    if (done) done = can_start_choice(workers) ? start_choice(workers) : make_spare(workers);
    if (done || done.error().code == ErrorCode::kConflict) continue;
    if (done.error().code == ErrorCode::kExhausted) return nothing_left_;
    return tl::unexpected<Error>(done.error());
  }
  return std::string(why_cancelled());
}

Result<void> Scheduler::catch_up() {
  // Not between a trial's being lost and its being given up, or what became of it would be missed.
  const std::scoped_lock recording(recording_);
  Result<News> news = surroundings_.store.news();
  if (!news) return tl::unexpected<Error>(news.error());
  const std::size_t known = history_.size();
  if (news->sessions) {
    const std::scoped_lock lock(mutex_);
    sessions_ = std::move(*news->sessions);
  }
  for (const Trial& trial : news->trials) take_over(trial);
  if (choice_ && is_overtaken(*choice_)) choice_.reset();
  if (history_.size() == known) return {};
  spares_.clear();
  return restore_strategy(*study_.strategy, news->strategy_state);
}

Result<bool> Scheduler::finds_more_to_do() {
  if (auto caught_up = catch_up(); !caught_up) return tl::unexpected<Error>(caught_up.error());
  return first_waiting().has_value() && !reason_to_stop();
}

bool Scheduler::must_go_on() const {
  if (choice_ && !choice_->again) return false;
  const std::scoped_lock lock(mutex_);
  const std::optional<int> waiting = book_.first_waiting();
  return waiting && !book_.trials()[index(*waiting)].lease.id.empty();
}

void Scheduler::take_over(const Trial& trial) {
  const std::optional<int> loser = [&] {
    const std::scoped_lock lock(mutex_);
    return book_.take_over(trial);
  }();
  drop_loser(loser);
  if (index(trial.number) == history_.size()) history_.push_back(as_running(trial));
}

void Scheduler::start(TrialWorkers& workers, const Choice& choice, std::vector<int> gpus) {
  const int number = choice.trial.number;
  try {
    workers.start(job_for(choice, std::move(gpus)),
                  [this, number](Result<TrialEnd> end) { return on_end(number, std::move(end)); });
  } catch (...) {
    // The objective's or the pruner's, or memory ran out. In the store the trial stays running.
    remember_failure(thrown());
    const std::scoped_lock lock(mutex_);
    slots_.give_back(number);
  }
}

std::optional<std::string> Scheduler::reason_to_stop() const {
  const Seconds spent_seconds = elapsed();
  const Joules spent_joules = study_.budget.joules ? totals().total : Joules(0);
  const std::scoped_lock lock(mutex_);
  Budget budget = study_.budget;
  // Those that wait were counted when they were suggested.
  if (book_.first_waiting()) budget.trials.reset();
  return reached(budget, {book_.suggested(), spent_seconds, spent_joules});
}

bool Scheduler::can_start_choice(const TrialWorkers& workers) const {
  const std::scoped_lock lock(mutex_);
  return can_start(*choice_, workers);
}

Result<void> Scheduler::start_choice(TrialWorkers& workers) {
  const std::optional<Lease> lease = workers.lease_for(choice_->trial);
  if (!lease) return {};
  Choice choice = *std::exchange(choice_, std::nullopt);
  choice.trial.started_at = elapsed();
  const Lease before = std::exchange(choice.trial.lease, *lease);
  if (auto begun = choice.again ? restart(choice.trial, before) : begin(choice.trial); !begun) {
    return begun;
  }
  std::vector<int> gpus = [&] {
    const std::scoped_lock lock(mutex_);
    return slots_.take(choice.trial.number, needs_of(choice));
  }();
  tell_started(choice.trial);
  if (reuse(choice.trial)) return {};
  start(workers, choice, std::move(gpus));
  return {};
}

Result<void> Scheduler::restart(Trial& trial, const Lease& before) {
  const bool goes_on = !before.id.empty() && trial.lease == before;
  trial.state = TrialState::kRunning;
  trial.attempts += goes_on ? 0 : 1;
  trial.resumed_step = 0;
  if (auto stored = surroundings_.store.restart_trial(trial); !stored) return stored;
  // Of the attempt that was cut off; its steps stay with the trial.
  drop_artifacts(options_.artifact_directory, trial.number);
  const std::scoped_lock lock(mutex_);
  book_.work_on(trial);
  return {};
}

Result<void> Scheduler::begin(const Trial& trial) {
  // Stored before any work starts, so that a crash finds it.
  if (auto stored = surroundings_.store.begin_trial(trial, study_.strategy->state()); !stored)
    return stored;
  history_.push_back(trial);
  spares_.allow_another();
  const std::scoped_lock lock(mutex_);
  book_.work_on(trial);
  return {};
}

void Scheduler::tell_started(const Trial& trial) {
  const Progress now = progress();
  const std::scoped_lock lock(mutex_);  // the observer is called by one thread at a time
  surroundings_.observer.trial_started(trial, now);
}

void Scheduler::show_results(int next_number) {
  const std::scoped_lock lock(mutex_);
  const auto shown = book_.take_newly_ended(
      [&](int number) { return study_.schedule.shows(number, next_number); });
  results_came_ = false;
  if (!shown.empty()) spares_.age();
  for (const int number : shown) {
    history_.replace(index(number), book_.trials().shared(index(number)));
    note_target(history_[index(number)]);
    note_duration(history_[index(number)]);
  }
}

void Scheduler::note_target(const Trial& shown) {
  if (!study_.target || !target_reached_.empty()) return;
  if (meets_target(shown, study_.goal, *study_.target)) {
    target_reached_ = target_reached(shown, study_.goal, *study_.target);
  }
}

TrialJob Scheduler::job_for(const Choice& choice, std::vector<int> gpus) {
  const Trial& trial = choice.trial;
  TrialJob job = job_of(study_, trial, surroundings_.power_limit);
  job.environment = choice.environment;
  job.gpus = std::move(gpus);
  job.artifact_directory = trial_folder(options_.artifact_directory, trial.number);
  job.output_directory = trial_folder(options_.output_directory, trial.number);
  if (!options_.checkpoint_directory.empty()) {
    job.checkpoint_file = trial_folder(options_.checkpoint_directory, trial.number) / "checkpoint";
  }
  job.attempt = trial.attempts;
  job.lease = trial.lease;
  job.earlier = trial.steps;
  job.on_resumed = [this, number = trial.number](int step) { on_resumed(number, step); };
  job.on_retry = [this, number = trial.number] { return on_retry(number); };
  job.on_step = [this, number = trial.number, planned = job.planned_steps](const Step& step) {
    return on_step(number, step, planned);
  };
  job.stopped_state = study_.pruner->stopped_state();
  job.cancelled = [this] { return cancelled(); };
  return job;
}

std::optional<Joules> Scheduler::joules_left() const {
  if (!study_.budget.joules || study_.schedule.fixed()) return std::nullopt;
  return *study_.budget.joules - totals().total;
}

Result<void> Scheduler::check_in() {
  return surroundings_.store.check_in(surroundings_.metering.totals(), elapsed());
}

void Scheduler::listen() {
  if (surroundings_.store.stop_requested().value_or(false)) stop_requested_ = true;
}

bool Scheduler::cancelled() const {
  return stop_requested_ || has_failed_ || (options_.cancel != nullptr && options_.cancel->load());
}

bool Scheduler::wait_for_turn(TrialWorkers& workers) {
  std::unique_lock lock(mutex_);
  while (!is_turn_now(workers) && !failure_ && !cancelled()) {
    workers.wait(lock);
    if (!book_.runs_elsewhere() || !study_.schedule.fixed()) continue;
    lock.unlock();  // what is waited for may be somebody else's
    const auto caught_up = catch_up();
    if (!caught_up) remember_failure(caught_up.error());
    lock.lock();
  }
  return !failure_ && !cancelled();
}

bool Scheduler::is_turn(const TrialWorkers& workers) const {
  const std::scoped_lock lock(mutex_);
  return is_turn_now(workers);
}

bool Scheduler::is_turn_now(const TrialWorkers& workers) const {
  if (!choice_) return is_time_to_choose(workers);
  return can_start(*choice_, workers) || is_stale(*choice_, workers) || is_time_for_spare(workers);
}

bool Scheduler::is_time_to_choose(const TrialWorkers& workers) const {
  if (study_.schedule.fixed()) return is_lag_over();  // results that come later may not be seen
  return slots_.has_room_for(least_of(study_.environment)) &&
         (book_.first_waiting() || workers.wants({}) || results_came_ || spares_wanted() > 0);
}

bool Scheduler::is_lag_over() const {
  // Of the trials that run, the first is the first to be shown.
  const std::optional<int> running = book_.first_running();
  const int next = static_cast<int>(book_.trials().size());
  return book_.first_waiting() || !running || !study_.schedule.shows(*running, next);
}

void Scheduler::remember_failure(const Error& failure) {
  const std::scoped_lock lock(mutex_);
  if (!failure_) failure_ = failure;
  has_failed_ = true;
}

energy::LedgerTotals Scheduler::totals() const {
  Session own;
  own.machine = machine_;
  own.ledger = surroundings_.metering.totals();
  own.joined = elapsed_before_;
  own.elapsed = elapsed();
  const std::scoped_lock lock(mutex_);
  return combined_ledger(sessions_, own);
}

Seconds Scheduler::elapsed() const {
  return elapsed_before_ + (surroundings_.clock.now() - started_);
}

Progress Scheduler::progress() const {
  Progress now;
  now.ledger = totals();
  now.elapsed = elapsed();
  const std::scoped_lock lock(mutex_);
  now.begun = book_.suggested();
  now.ended = book_.ended();
  now.best = book_.best();
  if (now.best) {
    now.best_value = book_.trials()[index(*now.best)].measurement->metrics.at(study_.goal.metric());
  }
  return now;
}

RunSummary Scheduler::summarise(bool interrupted, std::string because) const {
  RunSummary summary;
  summary.stopped_because = std::move(because);
  summary.interrupted = interrupted;
  for (const Trial& trial : book_.trials()) {
    if (!was_suggested(trial)) continue;
    summary.complete += trial.state == TrialState::kComplete;
    summary.pruned += trial.state == TrialState::kPruned;
    summary.failed += trial.state == TrialState::kFailed || trial.state == TrialState::kInfeasible;
  }
  summary.best = book_.best();
  return summary;
}

}  // namespace wattle::search
