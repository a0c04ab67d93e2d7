// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/suggestion_cost.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include "search/strategy/strategy.h"
#include "tests/benchmarks/search/problem.h"
#include "tests/benchmarks/search/quantiles.h"
#include "tests/benchmarks/search/resource_usage.h"

namespace wattle::search::benchmarks {
namespace {

constexpr double kLow = -5.0;
constexpr double kHigh = 10.0;

Parameters near_best(const History& history, const Goal& goal, Rng& rng) {
  const Trial& best = history[static_cast<std::size_t>(*goal.best(history))];
  nlohmann::json values = best.parameters.json();
  for (auto& value : values) {
    const double moved = value.get<double>() + 0.05 * (kHigh - kLow) * rng.normal();
    value = std::clamp(moved, kLow, kHigh);
  }
  return Parameters(values);
}

struct Cost {
  double cpu = 0.0;
  double wall = 0.0;
};

/// Suggests once, tries it, and tells the result.
Cost suggest_once(Strategy& strategy, const CostProblem& problem, History& history,
                  std::uint64_t seed) {
  Rng rng(seed, history.size());
  const double wall = wall_seconds();
  const double cpu = cpu_seconds();
  Result<Parameters> parameters = strategy.suggest(history, rng);
  const Cost cost{cpu_seconds() - cpu, wall_seconds() - wall};
  if (!parameters) throw std::runtime_error(parameters.error().message);
  history.push_back(problem.run(static_cast<int>(history.size()), std::move(*parameters)));
  return cost;
}

using Figures = std::map<std::string, double>;

Figures measure_repeat(const CostOptions& options, const CostProblem& problem, std::uint64_t seed) {
  History history = make_history(problem, options.history, options.trials, seed);
  auto made = make_strategy(options.strategy, problem.space, problem.goal, seed);
  if (!made) throw std::runtime_error(made.error().message);
  const Cost cold = suggest_once(**made, problem, history, seed);
  Cost sum;
  double worst = 0.0;
  for (int i = 0; i < options.suggestions; ++i) {
    const Cost one = suggest_once(**made, problem, history, seed);
    sum.cpu += one.cpu;
    sum.wall += one.wall;
    worst = std::max(worst, one.cpu);
  }
  return {{"cpu_ms", 1e3 * sum.cpu / options.suggestions},
          {"wall_ms", 1e3 * sum.wall / options.suggestions},
          {"worst_cpu_ms", 1e3 * worst},
          {"cold_cpu_ms", 1e3 * cold.cpu}};
}

nlohmann::json goal_json(const std::string& kind) {
  return {{"kind", kind}, {"metric", "value"}, {"direction", "minimize"}};
}

}  // namespace

CostProblem::CostProblem(int dimensions, const std::string& goal_kind)
    : space(*SearchSpace::from_json(cube(dimensions, kLow, kHigh), nullptr)),
      goal(Goal::from_json(goal_json(goal_kind))) {}

Trial CostProblem::run(int number, Parameters parameters) const {
  const std::vector<double> x = inputs(parameters);
  const auto dimensions = static_cast<int>(x.size());
  double distance = 0.0;
  for (const double v : x) distance += std::abs(v - 5.0);
  const double log_joules = 1.0 + 3.0 * distance / (dimensions * (kHigh - kLow));
  Trial trial;
  trial.number = number;
  trial.state = TrialState::kComplete;
  trial.parameters = std::move(parameters);
  trial.measurement =
      Measurement{{{"value", shifted("ackley", x, sine_shift(dimensions, 1.7, 1.0))},
                   {"train_joules", std::pow(10.0, log_joules)}},
                  {},
                  {},
                  {}};
  return trial;
}

History make_history(const CostProblem& problem, const std::string& kind, int trials,
                     std::uint64_t seed) {
  Rng rng(seed);
  History history;
  for (int number = 0; number < trials; ++number) {
    const bool clustered = kind == "clustered" && number >= trials / 2 && number > 0;
    history.push_back(problem.run(
        number, clustered ? near_best(history, problem.goal, rng) : *problem.space.sample(rng)));
  }
  return history;
}

nlohmann::json measure_cost(const CostOptions& options) {
  const CostProblem problem(options.dimensions, options.goal);
  const double start_mb = resident_megabytes();
  std::map<std::string, std::vector<double>> figures;
  for (int repeat = 0; repeat < options.repeats; ++repeat) {
    const auto seed = static_cast<std::uint64_t>(options.first_seed + repeat);
    for (const auto& [name, value] : measure_repeat(options, problem, seed)) {
      figures[name].push_back(value);
    }
  }
  nlohmann::json result = {{"strategy", options.strategy}, {"d", options.dimensions},
                           {"n", options.trials},          {"suggestions", options.suggestions},
                           {"goal", options.goal},         {"history", options.history},
                           {"repeats", figures},           {"start_mb", start_mb},
                           {"peak_mb", peak_megabytes()}};
  for (const auto& [name, values] : figures) result[name] = quantile(values, 0.5);
  return result;
}

}  // namespace wattle::search::benchmarks
