// SPDX-License-Identifier: MIT
#include "search/study/ask_tell.h"

#include <exception>
#include <utility>

#include "search/scenario/faults.h"
#include "search/study/ask_tell_state.h"
#include "search/study/threads.h"
#include "search/study/told_json.h"

namespace wattle::search {
namespace {

using Reason = Refusal::Reason;

void apply(const TrialEnd& end, Trial& trial) {
  trial.state = end.state;
  trial.measurement = end.measurement;
  trial.reason = end.reason;
}

std::string ids_in_words(std::size_t count) {
  if (count == 0) return "the id of a trial; none has been suggested yet";
  return "the id of a trial: 0 to " + std::to_string(count - 1);
}

std::string end_in_words(const Trial& trial) {
  const std::string because = trial.reason.empty() ? "" : ": " + trial.reason;
  const Metrics none;
  const Metrics& metrics = trial.measurement ? trial.measurement->metrics : none;
  return "the end it has: " + std::string(to_string(trial.state)) + because +
         (metrics.empty() ? "" : ", " + nlohmann::json(metrics).dump());
}

}  // namespace

Result<AskTell> AskTell::create(SearchSpace space, Goal goal, StrategyMaker make,
                                std::uint64_t seed) {
  keep_blas_single_threaded();
  auto problem = std::make_unique<const Problem>(Problem{std::move(space), std::move(goal)});
  auto strategy = make(problem->space, problem->goal, seed);
  if (!strategy) return tl::unexpected<Error>(strategy.error());
  return AskTell(std::move(problem), std::move(make), seed, std::move(*strategy));
}

Result<AskTell> AskTell::create(const Scenario& scenario) {
  const nlohmann::json& document = scenario.document;
  const bool bounded = document.contains("budget");
  const Budget budget = bounded ? Budget::from_json(document.at("budget"),
                                                    Footprint::from_json(document.at("energy")))
                                : Budget();
  return create(
      scenario.space, Goal::from_json(document.at("goal")),
      [options = document.at("strategy"), budget](const SearchSpace& space, const Goal& goal,
                                                  std::uint64_t seed) {
        return make_strategy(options, space, goal, seed, budget);
      },
      document.at("seed").get<std::uint64_t>());
}

AskTell::AskTell(std::unique_ptr<const Problem> problem, StrategyMaker make, std::uint64_t seed,
                 std::unique_ptr<Strategy> strategy)
    : problem_(std::move(problem)),
      make_(std::move(make)),
      seed_(seed),
      strategy_(std::move(strategy)) {}

Answer<Suggestions> AskTell::ask(int count) {
  if (count < 1 || count > kMostSuggestions) {
    return refuse(Reason::kInvalid, "trials cannot be suggested in this number",
                  {fault_at({}, count, "1 to " + std::to_string(kMostSuggestions))});
  }
  const std::size_t known = history_.size();
  const nlohmann::json strategy_state = strategy_->state();
  Suggestions suggestions;
  while (static_cast<int>(suggestions.trials.size()) < count) {
    Result<Parameters> point = suggest();
    if (!point && point.error().code == ErrorCode::kExhausted) {
      suggestions.exhausted = point.error().message;
      break;
    }
    if (!point) {
      roll_back(known, strategy_state);
      return refuse(Reason::kStrategyFailed, point.error().message);
    }
    Trial trial;
    trial.parameters = std::move(*point);
    suggestions.trials.push_back(add(std::move(trial)));
  }
  return suggestions;
}

Result<Parameters> AskTell::suggest() {
  Rng rng(seed_, static_cast<std::uint64_t>(history_.size()));
  try {
    return strategy_->suggest(history_, rng);
  } catch (const std::exception& exception) {
    return wattle::fail(ErrorCode::kInternal, std::string("exception: ") + exception.what());
  }
}

const Trial& AskTell::add(Trial trial) {
  trial.number = static_cast<int>(history_.size());
  history_.push_back(std::move(trial));
  return history_.back();
}

void AskTell::roll_back(std::size_t count, const nlohmann::json& strategy_state) {
  history_.shorten(count);
  // It was made and had this state before, so neither can fail; the one there is would do too.
  if (auto strategy = strategy_with(strategy_state)) strategy_ = std::move(*strategy);
}

Answer<Trial> AskTell::tell(int id, const Metrics& metrics, std::optional<Joules> joules) {
  if (const auto known = check_id(id); !known) return tl::unexpected(known.error());
  const auto judged = judge(problem_->goal, metrics, joules);
  if (!judged) return tl::unexpected(judged.error());
  return end(id, *judged);
}

Answer<Trial> AskTell::tell(const nlohmann::json& parameters, const Metrics& metrics,
                            std::optional<Joules> joules) {
  auto point = read_point(parameters, problem_->space, "/parameters");
  if (!point) {
    return refuse(Reason::kOutsideSpace, "these parameters are no point of the space",
                  std::move(point.error()));
  }
  const auto judged = judge(problem_->goal, metrics, joules);
  if (!judged) return tl::unexpected(judged.error());
  Trial trial;
  trial.parameters = std::move(*point);
  apply(*judged, trial);
  return add(std::move(trial));
}

Answer<Trial> AskTell::fail(int id, const std::string& reason) {
  if (const auto known = check_id(id); !known) return tl::unexpected(known.error());
  TrialEnd failure;
  failure.state = TrialState::kFailed;
  failure.reason = reason;
  return end(id, failure);
}

Answer<void> AskTell::check_id(int id) const {
  if (id >= 0 && static_cast<std::size_t>(id) < history_.size()) return {};
  return refuse(Reason::kUnknownId, "there is no trial " + std::to_string(id),
                {fault_at("/id", id, ids_in_words(history_.size()))});
}

Answer<Trial> AskTell::end(int id, const TrialEnd& end) {
  Trial trial = history_[static_cast<std::size_t>(id)];
  if (is_ended(trial.state) && !same_end(trial, end)) {
    return refuse(Reason::kToldAlready,
                  "trial " + std::to_string(id) + " has ended already, with another result",
                  {fault_at("/id", id, end_in_words(trial))});
  }
  apply(end, trial);
  history_.replace(static_cast<std::size_t>(id), trial);
  return trial;
}

const Trial* AskTell::best() const {
  const std::optional<int> best = problem_->goal.best(history_);
  return best ? &history_[static_cast<std::size_t>(*best)] : nullptr;
}

std::vector<Trial> AskTell::front() const {
  std::vector<Trial> front;
  for (const int number : problem_->goal.front(history_)) {
    front.push_back(history_[static_cast<std::size_t>(number)]);
  }
  return front;
}

nlohmann::json AskTell::state() const {
  return ask_tell_state_to_json(
      {seed_, std::string(strategy_->kind()), strategy_->state(), history_});
}

Answer<void> AskTell::restore(const nlohmann::json& state) {
  Answer<AskTellState> read = ask_tell_state_from_json(state, problem_->space, problem_->goal);
  if (!read) return tl::unexpected(read.error());
  if (read->seed != seed_) {
    return refuse(Reason::kBadState, "the state is one of another seed",
                  {fault_at("/seed", read->seed, std::to_string(seed_))});
  }
  const std::string kind(strategy_->kind());
  if (read->strategy_kind != kind) {
    return refuse(Reason::kBadState, "the state is one of another strategy",
                  {fault_at("/strategy/kind", read->strategy_kind, kind)});
  }
  auto strategy = strategy_with(read->strategy_state);
  if (!strategy) {
    return refuse(Reason::kBadState, strategy.error().message,
                  {fault_at("/strategy/state", read->strategy_state,
                            "a state of the strategy " + kind + " for this space and goal")});
  }
  strategy_ = std::move(*strategy);
  history_ = std::move(read->trials);
  return {};
}

Result<std::unique_ptr<Strategy>> AskTell::strategy_with(const nlohmann::json& state) const {
  auto strategy = make_(problem_->space, problem_->goal, seed_);
  if (!strategy) return strategy;
  if (auto restored = (*strategy)->restore(state); !restored) {
    return tl::unexpected<Error>(restored.error());
  }
  return strategy;
}

}  // namespace wattle::search
