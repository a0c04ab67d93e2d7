// SPDX-License-Identifier: MIT
// Scenarios and a study for tests of what is imported and exported.
#pragma once

#include <cmath>
#include <limits>
#include <utility>

#include "search/scenario/scenario.h"
#include "search/store/store.h"
#include "tests/support/layer_energy.h"

namespace wattle::search::testing {

inline nlohmann::json sample_document() {
  return {{"name", "moved"},
          {"objective",
           {{"kind", "command"}, {"run", {"true"}}, {"metric", "loss"}, {"metrics", {"size"}}}},
          {"space",
           {{"rate", {{"type", "float"}, {"low", 1e-4}, {"high", 1}, {"scale", "log"}}},
            {"layers", {{"type", "int"}, {"low", 1}, {"high", 4}}},
            {"mode", {{"type", "categorical"}, {"choices", {"a, b", "7", 7}}}},
            {"momentum", {{"type", "float"}, {"low", 0}, {"high", 1}, {"when", {{"mode", "7"}}}}}}},
          {"goal", {{"kind", "best"}, {"metric", "loss"}, {"direction", "minimize"}}},
          {"strategy", {{"kind", "random"}}},
          {"budget", {{"trials", 9}}}};
}

inline Scenario sample_scenario(const nlohmann::json& changes = nlohmann::json::object()) {
  nlohmann::json document = sample_document();
  document.merge_patch(changes);
  return validate_scenario(document).value();
}

inline Measurement sample_measurement(double third) {
  Measurement measurement;
  measurement.metrics = {{"loss", third},
                         {"seconds", 0.1 + third},
                         {"size", std::numeric_limits<double>::quiet_NaN()}};
  measurement.energy.joules = Joules(third * 1e-9);
  measurement.energy.low = Joules(-0.0);
  measurement.energy.high = Joules(third * 1e9);
  measurement.energy.domains = {"dram", "package"};
  measurement.energy.source = energy::Source::kEstimated;
  measurement.energy.shared = true;
  measurement.energy.window = Seconds(0.1 + third);
  measurement.gross_joules = Joules(2.0 / 7.0);
  measurement.seconds = Seconds(0.1 + third);
  return measurement;
}

/// Four trials: complete with steps, failed, cut off, and waiting; and a finalist.
inline StudyRecord sample_record() {
  StudyRecord study;
  study.scenario = sample_scenario().document;
  study.name = "moved";
  study.context = {{"seed", 0}, {"words", "caf\u00e9"}, {"share", 0.1}};
  study.strategy_state = {{"version", 3}, {"next", 0.30000000000000004}};
  study.stopped_because = "interrupted";
  study.ledger = {Joules(0.1), Joules(0.2), Joules(0.3), Joules(0.6)};
  study.elapsed = Seconds(1.0 / 3.0);
  for (int number = 0; number < 4; ++number) {
    Trial trial;
    trial.number = number;
    trial.parameters =
        Parameters({{"rate", 1.0 / (3.0 + number)}, {"layers", 2}, {"mode", "a, b"}});
    trial.started_at = trial.ended_at = Seconds(0.1 * number);
    study.trials.push_back(std::move(trial));
  }
  Trial& complete = study.trials[0];
  complete.state = TrialState::kComplete;
  complete.attempts = 2;
  complete.resumed_step = 1;
  complete.ended_at = Seconds(0.7);
  complete.measurement = sample_measurement(1.0 / 3.0);
  complete.steps = {
      {1, {{"loss", 0.1}}, Joules(0.1), Seconds(0.2), Joules(0.05), Joules(0.3), Joules(0.4), true},
      {4, {{"loss", 1.0 / 3.0}}, Joules(0.2), Seconds(0.4)}};
  study.trials[1].state = TrialState::kFailed;
  study.trials[1].reason = "a \"quoted\"\nreason";
  study.trials[1].ended_at = Seconds(0.9);
  study.trials[2].state = TrialState::kRunning;
  study.trials[3].state = TrialState::kWaiting;
  study.finalists = {
      {0, TrialState::kComplete, sample_measurement(0.2), "", test::sample_layers()}};
  return study;
}

}  // namespace wattle::search::testing
