// SPDX-License-Identifier: MIT
#include "search/study/scheduler.h"

#include <algorithm>
#include <utility>

#include "search/store/worker_identity.h"
#include "search/study/artifacts.h"
#include "search/study/joule_forecast.h"
#include "search/study/thrown.h"
#include "search/study/trial_job.h"

namespace wattle::search {
namespace {

constexpr const char* kInterrupted = "interrupted";
/// Of a trial whose end nobody will read.
constexpr const char* kNotStored = "its step could not be stored";

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
      sessions_(std::move(record.sessions)) {
  for (const Session& session : sessions_) others_ += session.live;
  for (const Trial& trial : book_.trials()) history_.push_back(as_running(trial));
}

Result<RunSummary> Scheduler::run(TrialWorkers& workers) {
  Result<std::string> because = [&] {
    const Finish finish(workers);
    return start_trials(workers);
  }();
  const std::scoped_lock lock(mutex_);
  if (failure_) return tl::unexpected<Error>(*failure_);
  if (!because) return tl::unexpected<Error>(because.error());
  const bool interrupted = *because == kInterrupted || !book_.is_done_here();
  return summarise(interrupted, interrupted ? kInterrupted : *because);
}

Result<std::string> Scheduler::start_trials(TrialWorkers& workers) {
  while (wait_for_slot(workers)) {
    // First, since the lag counts from the last trial that anybody began.
    if (auto caught_up = catch_up(); !caught_up) return tl::unexpected<Error>(caught_up.error());
    if (!wait_for_lag(workers)) break;
    if (auto reason = reason_to_stop()) return *reason;
    Result<Trial> trial = next_trial();
    if (trial) {
      start(workers, *trial);
    } else if (trial.error().code == ErrorCode::kExhausted) {
      return nothing_left_;
    } else if (trial.error().code != ErrorCode::kConflict) {
      return tl::unexpected<Error>(trial.error());
    }
  }
  return std::string(kInterrupted);
}

Result<void> Scheduler::catch_up() {
  Result<News> news = surroundings_.store.news();
  if (!news) return tl::unexpected<Error>(news.error());
  const std::size_t known = history_.size();
  {
    const std::scoped_lock lock(mutex_);
    others_ = news->others;
    if (news->sessions) sessions_ = std::move(*news->sessions);
  }
  for (const Trial& trial : news->trials) take_over(trial);
  if (history_.size() == known) return {};
  return study_.strategy->restore(news->strategy_state);
}

void Scheduler::take_over(const Trial& trial) {
  const std::optional<int> loser = [&] {
    const std::scoped_lock lock(mutex_);
    return book_.take_over(trial);
  }();
  drop_loser(loser);
  if (index(trial.number) == history_.size()) history_.push_back(as_running(trial));
}

void Scheduler::start(TrialWorkers& workers, const Trial& trial) {
  try {
    workers.start(job_for(trial), [this, number = trial.number](Result<TrialEnd> end) {
      on_end(number, std::move(end));
    });
  } catch (...) {
    // The objective's or the pruner's, or memory ran out. In the store the trial stays running.
    remember_failure(thrown());
    const std::scoped_lock lock(mutex_);
    --running_;
  }
}

std::optional<std::string> Scheduler::reason_to_stop() const {
  const Seconds spent_seconds = elapsed();
  const Joules spent_joules = study_.budget.joules ? totals().total : Joules(0);
  const std::scoped_lock lock(mutex_);
  Budget budget = study_.budget;
  // Those that wait were counted when they were suggested.
  if (book_.first_waiting()) budget.trials.reset();
  return reached(budget, {static_cast<int>(book_.trials().size()), spent_seconds, spent_joules});
}

Result<Trial> Scheduler::next_trial() {
  if (const std::optional<int> waiting = first_waiting()) return restart(*waiting);
  return suggest();
}

std::optional<int> Scheduler::first_waiting() const {
  const std::scoped_lock lock(mutex_);
  return book_.first_waiting();
}

Result<Trial> Scheduler::restart(int number) {
  Trial trial = [&] {
    const std::scoped_lock lock(mutex_);
    return book_.trials()[index(number)];
  }();
  trial.state = TrialState::kRunning;
  trial.attempts += 1;
  trial.started_at = elapsed();
  trial.resumed_step = 0;
  if (const auto stored =
          surroundings_.store.restart_trial(number, trial.attempts, trial.started_at);
      !stored) {
    return tl::unexpected<Error>(stored.error());
  }
  drop_artifacts(options_.artifact_directory, number);  // of the attempt that was cut off
  {
    const std::scoped_lock lock(mutex_);
    book_.work_on(trial);
    ++running_;
  }
  tell_started(trial);
  return trial;  // with the steps of the attempt that was cut off
}

Result<Trial> Scheduler::suggest() {
  const int number = static_cast<int>(history_.size());
  show_results(number);
  Rng rng(study_.seed, static_cast<std::uint64_t>(number));
  Result<Parameters> parameters = study_.strategy->suggest(history_, rng);
  if (!parameters) return tl::unexpected<Error>(parameters.error());
  if (auto reason = reason_not_to_suggest(*parameters)) {
    nothing_left_ = std::move(*reason);
    return fail(ErrorCode::kExhausted, nothing_left_);
  }

  Trial trial;
  trial.number = number;
  trial.state = TrialState::kRunning;
  trial.parameters = std::move(*parameters);
  trial.started_at = trial.ended_at = elapsed();
  if (const auto stored = begin(trial); !stored) return tl::unexpected<Error>(stored.error());
  return trial;
}

std::optional<std::string> Scheduler::reason_not_to_suggest(const Parameters& parameters) {
  const std::optional<Joules> left = joules_left();
  if (!left) return std::nullopt;
  const std::vector<TrialCost> costs = [&] {
    const std::scoped_lock lock(mutex_);
    return trial_costs(book_.trials(), study_.objective->repeatable_energy_metric());
  }();
  return reason_not_to_start(costs, *study_.objective, parameters, study_.budget, *left);
}

Result<void> Scheduler::begin(const Trial& trial) {
  // Stored before any work starts, so that a crash finds it.
  if (auto stored = surroundings_.store.begin_trial(trial, study_.strategy->state()); !stored)
    return stored;
  history_.push_back(trial);
  {
    const std::scoped_lock lock(mutex_);
    book_.work_on(trial);
    ++running_;
  }
  tell_started(trial);
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
  for (const int number : shown) {
    history_.replace(index(number), book_.trials().shared(index(number)));
  }
}

TrialJob Scheduler::job_for(const Trial& trial) {
  TrialJob job = job_of(study_, trial, surroundings_.power_limit);
  job.artifact_directory = trial_folder(options_.artifact_directory, trial.number);
  job.output_directory = trial_folder(options_.output_directory, trial.number);
  if (!options_.checkpoint_directory.empty()) {
    job.checkpoint_file = trial_folder(options_.checkpoint_directory, trial.number) / "checkpoint";
  }
  job.earlier = trial.steps;
  job.on_resumed = [this, number = trial.number](int step) { on_resumed(number, step); };
  job.on_step = [this, number = trial.number,
                 planned = study_.objective->planned_steps(trial.parameters)](const Step& step) {
    return on_step(number, step, planned);
  };
  job.stopped_state = study_.pruner->stopped_state();
  job.cancelled = [this] { return cancelled(); };
  return job;
}

void Scheduler::on_end(int number, Result<TrialEnd> end) {
  const Seconds now = elapsed();
  try {
    if (end) {
      end_one(number, std::move(*end), now);
    } else {
      remember_failure(end.error());
    }
  } catch (...) {
    // A store's or an observer's, or memory ran out.
    remember_failure(thrown());
  }
  const std::scoped_lock lock(mutex_);
  --running_;
}

std::optional<std::string> Scheduler::on_step(int number, const Step& step,
                                              std::optional<int> planned_steps) {
  if (was_made_before(number, step)) return std::nullopt;
  {
    const std::scoped_lock recording(recording_);
    const auto stored =
        surroundings_.store.add_step(number, step, surroundings_.metering.totals(), elapsed());
    if (!was_stored(stored)) return kNotStored;
  }
  const std::optional<Joules> left = joules_left();
  const std::scoped_lock lock(mutex_);
  Trial& trial = *book_.at_work(number);
  trial.steps.push_back(step);
  surroundings_.observer.trial_step(trial, step);
  // After its last step there is nothing left to save.
  if (planned_steps && step.step >= *planned_steps) return std::nullopt;
  return study_.pruner->should_stop(trial, context_of(number, planned_steps, left));
}

/// A step of the attempt that is gone on from is stored and was judged then.
bool Scheduler::was_made_before(int number, const Step& step) {
  const std::scoped_lock lock(mutex_);
  Trial& trial = *book_.at_work(number);
  if (step.step > trial.resumed_step) return false;
  trial.steps.push_back(step);
  surroundings_.observer.trial_step(trial, step);
  return true;
}

void Scheduler::on_resumed(int number, int step) {
  const std::scoped_lock lock(mutex_);
  book_.at_work(number)->resumed_step = step;
}

PruningContext Scheduler::context_of(int number, std::optional<int> planned_steps,
                                     std::optional<Joules> joules_left) const {
  const History& trials = book_.trials();
  return {trials.first(study_.schedule.shown(number, trials.size())), planned_steps, joules_left};
}

std::optional<Joules> Scheduler::joules_left() const {
  if (!study_.budget.joules || study_.schedule.fixed()) return std::nullopt;
  return *study_.budget.joules - totals().total;
}

void Scheduler::end_one(int number, TrialEnd end, Seconds ended_at) {
  // One at a time, so that the last totals in the store are the latest.
  const std::scoped_lock recording(recording_);
  Trial ended = [&] {
    const std::scoped_lock lock(mutex_);
    return *book_.at_work(number);
  }();
  ended.state = end.state;
  ended.measurement = std::move(end.measurement);
  ended.reason = std::move(end.reason);
  ended.ended_at = ended_at;
  if (!is_ended(ended.state)) return;  // cancelled: it waits in the store when this process leaves
  const Result<void> stored =
      surroundings_.store.end_trial(ended, surroundings_.metering.totals(), elapsed());
  if (was_stored(stored)) {
    publish(ended);
  } else if (stored.error().code == ErrorCode::kConflict) {
    const std::scoped_lock lock(mutex_);
    book_.give_up(number);
  }
  // What the store does not know has not happened: a resumed study runs it again.
}

void Scheduler::publish(const Trial& ended) {
  const std::optional<int> loser = [&] {
    // In one step, or a waiting suggestion could see the state before the result.
    const std::scoped_lock lock(mutex_);
    return book_.end(ended);
  }();
  drop_loser(loser);
  drop_artifacts(options_.checkpoint_directory, ended.number);
  const Progress now = progress();
  const std::scoped_lock lock(mutex_);
  surroundings_.observer.trial_ended(ended, now);
}

void Scheduler::drop_loser(std::optional<int> loser) {
  if (loser) drop_artifacts(options_.artifact_directory, *loser);
}

Result<void> Scheduler::check_in() {
  const std::scoped_lock recording(recording_);
  return surroundings_.store.check_in(surroundings_.metering.totals(), elapsed());
}

void Scheduler::listen() {
  if (surroundings_.store.stop_requested().value_or(false)) stop_requested_ = true;
}

bool Scheduler::cancelled() const {
  return stop_requested_ || (options_.cancel != nullptr && options_.cancel->load());
}

bool Scheduler::wait_for_slot(TrialWorkers& workers) {
  std::unique_lock lock(mutex_);
  while (running_ >= options_.jobs && !failure_ && !cancelled()) workers.wait(lock);
  return !failure_ && !cancelled();
}

bool Scheduler::wait_for_lag(TrialWorkers& workers) {
  if (!study_.schedule.fixed()) return true;
  const auto ready = [&] {
    // Of the trials that run, the first is the first to be shown.
    const std::optional<int> running = book_.first_running();
    const int next = static_cast<int>(book_.trials().size());
    return book_.first_waiting() || !running || !study_.schedule.shows(*running, next);
  };
  std::unique_lock lock(mutex_);
  while (!ready() && !failure_ && !cancelled()) {
    workers.wait(lock);
    if (others_ == 0) continue;
    lock.unlock();
    const auto caught_up = catch_up();
    if (!caught_up) remember_failure(caught_up.error());
    lock.lock();
  }
  return !failure_ && !cancelled();
}

bool Scheduler::was_stored(const Result<void>& stored) {
  if (!stored && stored.error().code != ErrorCode::kConflict) remember_failure(stored.error());
  return stored.has_value();
}

void Scheduler::remember_failure(const Error& failure) {
  const std::scoped_lock lock(mutex_);
  if (!failure_) failure_ = failure;
}

energy::LedgerTotals Scheduler::totals() const {
  Session own;
  own.machine = machine_;
  own.ledger = surroundings_.metering.totals();
  own.joined = elapsed_before_;
  own.elapsed = elapsed();
  std::vector<Session> sessions = [&] {
    const std::scoped_lock lock(mutex_);
    return sessions_;
  }();
  sessions.push_back(std::move(own));
  return combined_ledger(std::move(sessions));
}

Seconds Scheduler::elapsed() const {
  return elapsed_before_ + (surroundings_.clock.now() - started_);
}

Progress Scheduler::progress() const {
  Progress now;
  now.ledger = totals();
  now.elapsed = elapsed();
  const std::scoped_lock lock(mutex_);
  now.begun = static_cast<int>(book_.trials().size());
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
    summary.complete += trial.state == TrialState::kComplete;
    summary.pruned += trial.state == TrialState::kPruned;
    summary.failed += trial.state == TrialState::kFailed || trial.state == TrialState::kInfeasible;
  }
  summary.best = book_.best();
  return summary;
}

}  // namespace wattle::search
