// SPDX-License-Identifier: MIT
// What recording one trial costs: begin and end, each a durable transaction.
#include <benchmark/benchmark.h>

#include "search/store/store.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

void record_trials(benchmark::State& state, Store& store) {
  StudyRecord study;
  study.name = "benchmark";
  study.scenario = study.context = study.strategy_state = nlohmann::json::object();
  if (!store.create(study)) state.SkipWithError("cannot create the study");
  if (!store.join({study.scenario, study.context})) state.SkipWithError("cannot join the study");
  Trial trial;
  trial.parameters = Parameters({{"learning_rate", 0.01}, {"width", 64}});
  for ([[maybe_unused]] const auto _ : state) {
    trial.state = TrialState::kRunning;
    trial.measurement.reset();
    if (!store.begin_trial(trial, {})) state.SkipWithError("cannot begin a trial");
    trial.state = TrialState::kComplete;
    trial.measurement = Measurement{{{"val_accuracy", 0.9}}, {}, Joules(1.0), Seconds(1.0)};
    if (!store.end_trial(trial, {}, Seconds(1.0))) state.SkipWithError("cannot end a trial");
    ++trial.number;
  }
}

void memory(benchmark::State& state) { record_trials(state, *make_memory_store()); }
BENCHMARK(memory)->Unit(benchmark::kMicrosecond);

void sqlite(benchmark::State& state) {
  const test::TemporaryDirectory folder;
  const auto store = open_sqlite_store(folder.path() / "study.db");
  if (!store) {
    state.SkipWithError("cannot open the store");
    return;
  }
  record_trials(state, **store);
}
BENCHMARK(sqlite)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace wattle::search
