// SPDX-License-Identifier: MIT
// What trials under way tell the scheduler, from their own threads.
#include <algorithm>
#include <utility>

#include "search/study/artifacts.h"
#include "search/study/reuse.h"
#include "search/study/scheduler.h"
#include "search/study/thrown.h"

namespace wattle::search {

Recorded Scheduler::on_end(int number, Result<TrialEnd> end) {
  const Seconds now = elapsed();
  Recorded recorded = Recorded::kFailed;
  try {
    if (end) {
      recorded = end_one(number, std::move(*end), now);
    } else {
      remember_failure(end.error());
    }
  } catch (...) {
    // A store's or an observer's, or memory ran out.
    remember_failure(thrown());
  }
  const std::scoped_lock lock(mutex_);
  slots_.give_back(number);
  return recorded;
}

std::optional<std::string> Scheduler::on_step(int number, Step step,
                                              std::optional<int> planned_steps) {
  if (was_made_before(number, step)) return word_of_before(number, step, planned_steps);
  step.shared = step.shared || is_beside_others();
  {
    const std::shared_lock recording(recording_);
    const auto stored =
        surroundings_.store.add_step(number, step, surroundings_.metering.totals(), elapsed());
    if (recorded(stored) != Recorded::kYes) return kStepNotStored;
  }
  const std::optional<Joules> left = joules_left();
  const std::scoped_lock lock(mutex_);
  Trial& trial = *book_.at_work(number);
  trial.steps.push_back(step);
  surroundings_.observer.trial_step(trial, step);
  return reason_to_prune(trial, planned_steps, left);
}

std::optional<std::string> Scheduler::reason_to_prune(const Trial& trial,
                                                      std::optional<int> planned_steps,
                                                      std::optional<Joules> left) const {
  // After its last step there is nothing left to save.
  if (planned_steps && trial.steps.back().step >= *planned_steps) return std::nullopt;
  return study_.pruner->should_stop(trial, context_of(trial.number, planned_steps, left));
}

/// Of a trial whose holder goes on, the last step may have been judged without his hearing of it.
std::optional<std::string> Scheduler::word_of_before(int number, const Step& step,
                                                     std::optional<int> planned_steps) {
  const std::optional<Joules> left = joules_left();
  const std::scoped_lock lock(mutex_);
  const Trial& trial = *book_.at_work(number);
  if (trial.lease.id.empty() || step.step != trial.resumed_step) return std::nullopt;
  return reason_to_prune(trial, planned_steps, left);
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

bool Scheduler::is_beside_others() const {
  const std::scoped_lock lock(mutex_);
  return std::any_of(sessions_.begin(), sessions_.end(),
                     [&](const Session& other) { return other.live && other.machine == machine_; });
}

bool Scheduler::on_retry(int number) {
  Trial again = [&] {
    const std::scoped_lock lock(mutex_);
    return *book_.at_work(number);
  }();
  again.attempts += 1;
  // Stored before any work starts, as every attempt is.
  if (recorded(surroundings_.store.restart_trial(again)) != Recorded::kYes) return false;
  drop_artifacts(options_.artifact_directory, number);
  const std::scoped_lock lock(mutex_);
  Trial& trial = *book_.at_work(number);
  trial.attempts = again.attempts;
  trial.resumed_step = 0;
  trial.steps.clear();
  return true;
}

PruningContext Scheduler::context_of(int number, std::optional<int> planned_steps,
                                     std::optional<Joules> joules_left) const {
  const History& trials = book_.trials();
  return {trials.first(study_.schedule.shown(number, trials.size())), planned_steps, joules_left};
}

Recorded Scheduler::end_one(int number, TrialEnd end, Seconds ended_at) {
  if (!is_ended(end.state)) {
    // Of a process that ends, it waits in the store for its holder.
    return cancelled() && !stop_requested_ ? Recorded::kYes : release(number);
  }
  Trial ended = [&] {
    const std::scoped_lock lock(mutex_);
    return *book_.at_work(number);
  }();
  ended.state = end.state;
  ended.measurement = std::move(end.measurement);
  if (ended.measurement && is_beside_others()) ended.measurement->energy.shared = true;
  ended.reason = std::move(end.reason);
  ended.ended_at = ended_at;
  const Recorded recorded = record(ended);
  keep(ended);
  return recorded;
}

Recorded Scheduler::release(int number) {
  const std::shared_lock recording(recording_);
  const Recorded released = recorded(surroundings_.store.release_trial(number));
  if (released == Recorded::kFailed) return released;
  const std::scoped_lock lock(mutex_);
  const bool waits = released == Recorded::kYes;
  waits ? book_.release(number) : book_.give_up(number);
  return released;
}

bool Scheduler::reuse(const Trial& trial) {
  if (options_.cache == nullptr) return false;
  const auto key = trial_key(study_, options_.context, trial);
  const auto known = key ? options_.cache->find(*key) : std::nullopt;
  if (!known) return false;
  Trial ended = trial;
  ended.state = TrialState::kComplete;
  ended.measurement = known->measurement;
  ended.steps = known->steps;
  ended.origin = known->origin;
  ended.ended_at = elapsed();
  record(ended);
  const std::scoped_lock lock(mutex_);
  slots_.give_back(trial.number);
  return true;
}

void Scheduler::keep(const Trial& ended) const {
  if (options_.cache == nullptr || !is_worth_keeping(ended)) return;
  const auto key = trial_key(study_, options_.context, ended);
  if (!key) return;
  (void)options_.cache->put(*key,
                            {Origin{study_.name, ended.number}, *ended.measurement, ended.steps});
}

Recorded Scheduler::record(const Trial& ended) {
  const std::shared_lock recording(recording_);
  const Recorded stored =
      recorded(surroundings_.store.end_trial(ended, surroundings_.metering.totals(), elapsed()));
  if (stored == Recorded::kYes) publish(ended);
  if (stored == Recorded::kNotOurs) {
    const std::scoped_lock lock(mutex_);
    book_.give_up(ended.number);
  }
  // What the store does not know has not happened: a resumed study runs it again.
  return stored;
}

void Scheduler::publish(const Trial& ended) {
  const std::scoped_lock publishing(publishing_);
  const std::optional<int> loser = [&] {
    // In one step, or a waiting suggestion could see the state before the result.
    const std::scoped_lock lock(mutex_);
    results_came_ = true;
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

Recorded Scheduler::recorded(const Result<void>& stored) {
  if (stored) return Recorded::kYes;
  if (stored.error().code == ErrorCode::kConflict) return Recorded::kNotOurs;
  remember_failure(stored.error());
  return Recorded::kFailed;
}

}  // namespace wattle::search
