// SPDX-License-Identifier: MIT
#include "search/study/scheduler.h"

#include <algorithm>
#include <utility>

#include "search/study/artifacts.h"
#include "search/study/joule_forecast.h"
#include "search/study/thrown.h"

namespace wattle::search {
namespace {

constexpr const char* kInterrupted = "interrupted";

std::size_t index(int number) { return static_cast<std::size_t>(number); }

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
      totals_before_(record.ledger),
      elapsed_before_(record.elapsed),
      started_(surroundings.clock.now()),
      trials_(std::move(record.trials)) {
  for (const Trial& trial : trials_) {
    if (is_ended(trial.state)) {
      newly_ended_.push_back(trial.number);
    } else {
      waiting_.insert(trial.number);
    }
    Trial shown = trial;
    shown.measurement.reset();
    shown.steps.clear();
    shown.state = TrialState::kRunning;
    history_.push_back(std::move(shown));
  }
  ended_ = static_cast<int>(newly_ended_.size());
  best_ = study_.goal.best(trials_);
}

Result<RunSummary> Scheduler::run(TrialWorkers& workers) {
  Result<std::string> because = [&] {
    const Finish finish(workers);
    return start_trials(workers);
  }();
  const std::scoped_lock lock(mutex_);
  if (failure_) return tl::unexpected<Error>(*failure_);
  if (!because) return tl::unexpected<Error>(because.error());
  const bool interrupted = *because == kInterrupted || !working_.empty() || !waiting_.empty();
  return summarise(interrupted, interrupted ? kInterrupted : *because);
}

Result<std::string> Scheduler::start_trials(TrialWorkers& workers) {
  while (wait_for_slot(workers) && wait_for_lag(workers)) {
    if (auto reason = reason_to_stop()) return *reason;
    Result<Trial> trial = next_trial();
    if (!trial && trial.error().code == ErrorCode::kExhausted) return nothing_left_;
    if (!trial) return tl::unexpected<Error>(trial.error());
    start(workers, *trial);
  }
  return std::string(kInterrupted);
}

void Scheduler::start(TrialWorkers& workers, const Trial& trial) {
  try {
    workers.start(job_for(trial), [this, number = trial.number](Result<TrialEnd> end) {
      on_end(number, std::move(end));
    });
  } catch (...) {
    // The objective's or the pruner's, or memory ran out. In the store the trial stays running.
    remember_failure(tl::unexpected<Error>(thrown()));
    const std::scoped_lock lock(mutex_);
    --running_;
  }
}

std::optional<std::string> Scheduler::reason_to_stop() const {
  const Seconds spent_seconds = elapsed();
  const Joules spent_joules = study_.budget.joules ? totals().total : Joules(0);
  const std::scoped_lock lock(mutex_);
  Budget budget = study_.budget;
  if (!waiting_.empty()) budget.trials.reset();  // they were counted when they were suggested
  return reached(budget, {static_cast<int>(trials_.size()), spent_seconds, spent_joules});
}

Result<Trial> Scheduler::next_trial() {
  if (const std::optional<int> waiting = take_waiting()) return restart(*waiting);
  return suggest();
}

std::optional<int> Scheduler::take_waiting() {
  const std::scoped_lock lock(mutex_);
  return waiting_.empty() ? std::nullopt : std::optional<int>(*waiting_.begin());
}

Result<Trial> Scheduler::restart(int number) {
  drop_artifacts(options_.artifact_directory, number);  // of the attempt that was cut off
  Trial trial = [&] {
    const std::scoped_lock lock(mutex_);
    return trials_[index(number)];
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
  {
    const std::scoped_lock lock(mutex_);
    waiting_.erase(number);
    trials_.replace(index(number), work_on(trial));
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
    return trial_costs(trials_, study_.objective->repeatable_energy_metric());
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
    trials_.push_back(work_on(trial));
  }
  tell_started(trial);
  return {};
}

History::Shared Scheduler::work_on(const Trial& trial) {
  auto working = std::make_shared<Trial>(trial);
  working->steps.clear();
  working_[trial.number] = working;
  ++running_;
  return working;
}

void Scheduler::tell_started(const Trial& trial) {
  const Progress now = progress();
  const std::scoped_lock lock(mutex_);  // the observer is called by one thread at a time
  surroundings_.observer.trial_started(trial, now);
}

void Scheduler::show_results(int next_number) {
  const std::scoped_lock lock(mutex_);
  std::deque<int> hidden;
  for (const int number : newly_ended_) {
    if (study_.schedule.shows(number, next_number)) {
      history_.replace(index(number), trials_.shared(index(number)));
    } else {
      hidden.push_back(number);
    }
  }
  newly_ended_ = std::move(hidden);
}

TrialJob Scheduler::job_for(const Trial& trial) {
  TrialJob job;
  job.number = trial.number;
  job.parameters = trial.parameters;
  job.seed = trial_seed(study_.seed, trial.number);
  job.environment = environment_of(study_.environment, trial.parameters);
  job.power_limit = surroundings_.power_limit;
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
      remember_failure(tl::unexpected<Error>(end.error()));
    }
  } catch (...) {
    // A store's or an observer's, or memory ran out.
    remember_failure(tl::unexpected<Error>(thrown()));
  }
  const std::scoped_lock lock(mutex_);
  --running_;
}

std::optional<std::string> Scheduler::on_step(int number, const Step& step,
                                              std::optional<int> planned_steps) {
  if (was_made_before(number, step)) return std::nullopt;
  {
    const std::scoped_lock recording(recording_);
    remember_failure(surroundings_.store.add_step(number, step, totals(), elapsed()));
  }
  const std::optional<Joules> left = joules_left();
  const std::scoped_lock lock(mutex_);
  Trial& trial = *working_.at(number);
  trial.steps.push_back(step);
  surroundings_.observer.trial_step(trial, step);
  // After its last step there is nothing left to save.
  if (planned_steps && step.step >= *planned_steps) return std::nullopt;
  return study_.pruner->should_stop(trial, context_of(number, planned_steps, left));
}

/// A step of the attempt that is gone on from is stored and was judged then.
bool Scheduler::was_made_before(int number, const Step& step) {
  const std::scoped_lock lock(mutex_);
  Trial& trial = *working_.at(number);
  if (step.step > trial.resumed_step) return false;
  trial.steps.push_back(step);
  surroundings_.observer.trial_step(trial, step);
  return true;
}

void Scheduler::on_resumed(int number, int step) {
  const std::scoped_lock lock(mutex_);
  working_.at(number)->resumed_step = step;
}

PruningContext Scheduler::context_of(int number, std::optional<int> planned_steps,
                                     std::optional<Joules> joules_left) const {
  return {trials_.first(study_.schedule.shown(number, trials_.size())), planned_steps, joules_left};
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
    return *working_.at(number);
  }();
  ended.state = end.state;
  ended.measurement = std::move(end.measurement);
  ended.reason = std::move(end.reason);
  ended.ended_at = ended_at;
  if (is_ended(ended.state)) {
    const Result<void> stored = surroundings_.store.end_trial(ended, totals(), elapsed());
    remember_failure(stored);
    // What the store does not know has not happened: a resumed study runs it again.
    if (stored) publish(ended);
  }
  // A cancelled trial stays `running` in the store; the next run finds it there.
}

void Scheduler::publish(const Trial& ended) {
  {
    // In one step, or a waiting suggestion could see the state before the result.
    const std::scoped_lock lock(mutex_);
    trials_.replace(index(ended.number), ended);
    working_.erase(ended.number);
    newly_ended_.push_back(ended.number);
    ++ended_;
    update_best(ended);
  }
  drop_artifacts(options_.checkpoint_directory, ended.number);
  const Progress now = progress();
  const std::scoped_lock lock(mutex_);
  surroundings_.observer.trial_ended(ended, now);
}

void Scheduler::update_best(const Trial& ended) {
  std::optional<int> loser = ended.number;
  const bool wins = study_.goal.ranks(ended) && [&] {
    if (!best_) return true;
    const Trial& best = trials_[index(*best_)];
    if (study_.goal.better(ended, best)) return true;
    return ended.number < best.number && !study_.goal.better(best, ended);
  }();
  if (wins) std::swap(loser, best_);
  if (loser) drop_artifacts(options_.artifact_directory, *loser);
}

bool Scheduler::cancelled() const { return options_.cancel != nullptr && options_.cancel->load(); }

bool Scheduler::wait_for_slot(TrialWorkers& workers) {
  std::unique_lock lock(mutex_);
  while (running_ >= options_.jobs && !failure_ && !cancelled()) workers.wait(lock);
  return !failure_ && !cancelled();
}

bool Scheduler::wait_for_lag(TrialWorkers& workers) {
  if (!study_.schedule.fixed()) return true;
  const int next = static_cast<int>(history_.size());
  // Of the trials that run, the first is the first to be shown.
  const auto ready = [&] {
    return !waiting_.empty() || working_.empty() ||
           !study_.schedule.shows(working_.begin()->first, next);
  };
  std::unique_lock lock(mutex_);
  while (!ready() && !failure_ && !cancelled()) workers.wait(lock);
  return !failure_ && !cancelled();
}

void Scheduler::remember_failure(const Result<void>& stored) {
  if (stored) return;
  const std::scoped_lock lock(mutex_);
  if (!failure_) failure_ = stored.error();
}

energy::LedgerTotals Scheduler::totals() const {
  energy::LedgerTotals sum = totals_before_;
  sum += surroundings_.metering.totals();
  return sum;
}

Seconds Scheduler::elapsed() const {
  return elapsed_before_ + (surroundings_.clock.now() - started_);
}

Progress Scheduler::progress() const {
  Progress now;
  now.ledger = totals();
  now.elapsed = elapsed();
  const std::scoped_lock lock(mutex_);
  now.begun = static_cast<int>(trials_.size());
  now.ended = ended_;
  now.best = best_;
  if (now.best) {
    now.best_value = trials_[index(*now.best)].measurement->metrics.at(study_.goal.metric());
  }
  return now;
}

RunSummary Scheduler::summarise(bool interrupted, std::string because) const {
  RunSummary summary;
  summary.stopped_because = std::move(because);
  summary.interrupted = interrupted;
  for (const Trial& trial : trials_) {
    summary.complete += trial.state == TrialState::kComplete;
    summary.pruned += trial.state == TrialState::kPruned;
    summary.failed += trial.state == TrialState::kFailed || trial.state == TrialState::kInfeasible;
  }
  summary.best = best_;
  return summary;
}

}  // namespace wattle::search
