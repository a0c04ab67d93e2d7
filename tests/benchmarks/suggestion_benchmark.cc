// SPDX-License-Identifier: MIT
// What one suggestion costs: strategies over n ended trials in d dimensions.
#include <benchmark/benchmark.h>

#include <string>

#include "search/strategy/strategy.h"

namespace wattle::search {
namespace {

SearchSpace unit_cube(int dimensions) {
  nlohmann::json space = nlohmann::json::object();
  for (int i = 0; i < dimensions; ++i) {
    space["x" + std::to_string(i)] = {{"type", "float"}, {"low", 0.0}, {"high", 1.0}};
  }
  return *SearchSpace::from_json(space, nullptr);
}

/// Random points with the value sum (x_i - 1/3)^2.
History random_history(const SearchSpace& space, int size) {
  Rng rng(17);
  History history;
  for (int number = 0; number < size; ++number) {
    Trial trial;
    trial.number = number;
    trial.state = TrialState::kComplete;
    trial.parameters = *space.sample(rng);
    double value = 0.0;
    for (const auto& x : trial.parameters.json()) {
      value += (x.get<double>() - 1.0 / 3.0) * (x.get<double>() - 1.0 / 3.0);
    }
    trial.measurement = Measurement{{{"value", value}}, {}, {}, {}};
    history.push_back(trial);
  }
  return history;
}

void suggest(benchmark::State& state, const std::string& kind) {
  const SearchSpace space = unit_cube(static_cast<int>(state.range(1)));
  const Goal goal =
      Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
  const History history = random_history(space, static_cast<int>(state.range(0)));
  const auto strategy = make_strategy({{"kind", kind}}, space, goal, 1);
  std::uint64_t stream = 0;
  for ([[maybe_unused]] const auto _ : state) {
    Rng rng(1, ++stream);
    benchmark::DoNotOptimize((*strategy)->suggest(history, rng));
  }
}

BENCHMARK_CAPTURE(suggest, random, "random")
    ->ArgNames({"n", "d"})
    ->Args({100, 6})
    ->Args({1000, 6})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(suggest, bayesian, "bayesian")
    ->ArgNames({"n", "d"})
    ->ArgsProduct({{50, 100, 200}, {6, 20}})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wattle::search
