// SPDX-License-Identifier: MIT
// Trains a model once, by the trainer that is told in TRAINER_FILE.
#include <cstdio>

#include "search/search.h"

using namespace wattle::search;

int main() {
  const auto scenario = validate_scenario(nlohmann::json::parse(R"({
    "name": "digits",
    "objective": {"kind": "train", "data": {"name": "digits"}, "model": {"family": "mlp", "hidden": [8]},
                  "training": {"learning_rate": "$learning_rate", "epochs": 1}},
    "space": {"learning_rate": {"type": "float", "low": 0.01, "high": 0.1}},
    "goal": {"kind": "best", "metric": "val_accuracy"},
    "strategy": {"kind": "random"}, "finalists": 0,
    "budget": {"trials": 1}})"));
  if (!scenario) {
    for (const Fault& fault : scenario.error()) std::puts(to_text(fault).c_str());
    return 2;
  }
  ObjectiveSurroundings surroundings;
  surroundings.trainer.files = {TRAINER_FILE};
  surroundings.data_directories = {DATA_DIRECTORY};
  const auto study = build_study(*scenario, surroundings);
  if (!study) return std::puts(study.error().message.c_str()), 1;
  const auto store = make_memory_store();
  const auto nobody_counts = wattle::energy::no_metering();
  const wattle::energy::SteadyClock clock;
  StudyObserver nobody_listens;
  const auto summary = run_study(**study, {*store, *nobody_counts, clock, nobody_listens}, {});
  if (!summary || summary->complete != 1) return 1;
  const auto record = store->load();
  std::printf("val_accuracy %.3f\n",
              record->trials.front().measurement->metrics.at("val_accuracy"));
}
