// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/curve_contest.h"

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "search/pruning/pruner.h"
#include "search/strategy/strategy.h"
#include "tests/benchmarks/search/resource_usage.h"

namespace wattle::search::benchmarks {
namespace {

/// Streams of random numbers besides the strategy's, which has the trial's number.
constexpr std::uint64_t kNoiseStream = 1ULL << 40;

/// A step costs so much, which no goal here speaks of.
constexpr Joules kJoulesAStep{1.0};

class CurveContest {
 public:
  CurveContest(const CurveProblem& problem, const CurveContestOptions& options)
      : problem_(problem),
        options_(options),
        space_(*SearchSpace::from_json(cube(problem.dimension, 0.0, 1.0), nullptr)),
        goal_(Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}})),
        pruner_(make_pruner(options.pruner, goal_)) {
    auto strategy = make_strategy(options.strategy, space_, goal_, options.seed);
    if (!strategy) throw std::runtime_error(strategy.error().message);
    strategy_ = std::move(*strategy);
  }

  ContestResult run() {
    int made = 0;
    while (result_.regrets.size() < options_.checkpoints.size()) {
      const double before = regret();
      const Trial& trial = train(suggest());
      made += static_cast<int>(trial.steps.size());
      const auto passed = [&] { return made > budget(result_.regrets.size()); };
      while (result_.regrets.size() < options_.checkpoints.size() && passed()) {
        result_.regrets.push_back(before);
      }
      ++result_.trials;
    }
    return result_;
  }

 private:
  int budget(std::size_t checkpoint) const {
    return problem_.steps * options_.checkpoints[checkpoint];
  }

  Parameters suggest() {
    Rng rng(options_.seed, history_.size());
    const double before = cpu_seconds();
    Result<Parameters> parameters = strategy_->suggest(history_, rng);
    result_.suggest_cpu_seconds += cpu_seconds() - before;
    if (!parameters) throw std::runtime_error(parameters.error().message);
    return std::move(*parameters);
  }

  const Trial& train(Parameters parameters) {
    Trial trial;
    trial.number = static_cast<int>(history_.size());
    trial.parameters = std::move(parameters);
    const std::vector<double> x = inputs(trial.parameters);
    Rng noise(options_.seed, kNoiseStream + static_cast<std::uint64_t>(trial.number));
    trial.state = TrialState::kRunning;
    for (int step = 1; step <= problem_.steps && trial.state == TrialState::kRunning; ++step) {
      const double error = problem_.noise * noise.normal() / std::sqrt(step);
      trial.steps.push_back(
          {step, {{"value", problem_.loss(x, step) + error}}, step * kJoulesAStep, Seconds(step)});
      if (step == problem_.steps) {
        trial.state = TrialState::kComplete;
      } else if (pruner_->should_stop(trial, {history_, problem_.steps})) {
        trial.state = pruner_->stopped_state();
      }
    }
    trial.measurement.emplace().metrics = trial.steps.back().metrics;
    trial.measurement->metrics[kTrainJoules] = trial.steps.back().joules.value;
    history_.push_back(std::move(trial));
    return history_.back();
  }

  double regret() const {
    const std::optional<int> best = goal_.best(history_);
    if (!best) return std::numeric_limits<double>::infinity();
    const Trial& trial = history_[static_cast<std::size_t>(*best)];
    return problem_.loss(inputs(trial.parameters), problem_.steps) - problem_.optimum;
  }

  const CurveProblem& problem_;
  const CurveContestOptions& options_;
  SearchSpace space_;
  Goal goal_;
  std::unique_ptr<Pruner> pruner_;
  std::unique_ptr<Strategy> strategy_;
  History history_;
  ContestResult result_;
};

}  // namespace

ContestResult play(const CurveProblem& problem, const CurveContestOptions& options) {
  return CurveContest(problem, options).run();
}

}  // namespace wattle::search::benchmarks
