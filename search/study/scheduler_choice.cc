// SPDX-License-Identifier: MIT
// Which trial the scheduler begins next: one left waiting, or a new suggestion.
#include <utility>

#include "search/strategy/gain_stop.h"
#include "search/study/joule_forecast.h"
#include "search/study/scheduler.h"

namespace wattle::search {

Result<void> Scheduler::drop_stale_choice(const TrialWorkers& workers) {
  {
    const std::scoped_lock lock(mutex_);
    if (!choice_ || !is_stale(*choice_, workers)) return {};
  }
  const Choice dropped = *std::exchange(choice_, std::nullopt);
  return restore_strategy(*study_.strategy, *dropped.state_before);
}

bool Scheduler::can_start(const Choice& choice, const TrialWorkers& workers) const {
  return slots_.has_room_for(needs_of(choice)) && workers.wants(choice.trial.lease);
}

bool Scheduler::is_stale(const Choice& choice, const TrialWorkers& workers) const {
  if (!choice.state_before || !results_came_ || study_.schedule.fixed()) return false;
  return !takes_long(workers.wanted());
}

Result<void> Scheduler::choose(const TrialWorkers& workers) {
  if (choice_) return {};
  if (const std::optional<int> waiting = first_waiting()) {
    choice_ = choose_waiting(*waiting);
    return {};
  }
  std::optional<nlohmann::json> state_before;
  if (!workers.wants({})) state_before = study_.strategy->state();
  Result<Choice> suggested = suggest(workers);
  if (!suggested) return tl::unexpected<Error>(suggested.error());
  choice_ = std::move(*suggested);
  choice_->state_before = std::move(state_before);
  return {};
}

std::optional<int> Scheduler::first_waiting() const {
  const std::scoped_lock lock(mutex_);
  return book_.first_waiting();
}

Scheduler::Choice Scheduler::choose_waiting(int number) const {
  Choice choice;
  {
    const std::scoped_lock lock(mutex_);
    choice.trial = book_.trials()[static_cast<std::size_t>(number)];
  }
  choice.again = true;
  choice.environment = environment_for(choice.trial.parameters);
  return choice;
}

Result<Scheduler::Choice> Scheduler::suggest(const TrialWorkers& workers) {
  const int number = static_cast<int>(history_.size());
  show_results(number);
  if (!target_reached_.empty()) {
    nothing_left_ = target_reached_;
    return fail(ErrorCode::kExhausted, nothing_left_);
  }
  Result<Parameters> parameters = next_point(number, workers);
  if (!parameters) {
    nothing_left_ = parameters.error().message;
    return tl::unexpected<Error>(parameters.error());
  }
  if (auto reason = reason_not_to_suggest(*parameters)) {
    nothing_left_ = std::move(*reason);
    return fail(ErrorCode::kExhausted, nothing_left_);
  }

  Choice choice;
  choice.trial.number = number;
  choice.trial.state = TrialState::kRunning;
  choice.trial.parameters = std::move(*parameters);
  choice.environment = environment_for(choice.trial.parameters);
  return choice;
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

Result<TrialEnvironment> Scheduler::environment_for(const Parameters& parameters) const {
  Result<TrialEnvironment> environment = environment_of(study_.environment, parameters);
  if (!environment) return environment;
  const auto reason = too_much(*environment, study_.capacity);
  return reason ? fail(ErrorCode::kInvalidArgument, "the trial " + *reason) : environment;
}

TrialEnvironment Scheduler::needs_of(const Choice& choice) const {
  return choice.environment.value_or(least_of(study_.environment));
}

bool Scheduler::is_overtaken(const Choice& choice) const {
  if (choice.again) return first_waiting() != choice.trial.number;
  return static_cast<std::size_t>(choice.trial.number) != history_.size();
}

}  // namespace wattle::search
