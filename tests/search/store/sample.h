// SPDX-License-Identifier: MIT
// A study and its trials for tests of stores.
#pragma once

#include <limits>

#include "search/store/store.h"

namespace wattle::test {

inline search::StudyRecord sample_study() {
  search::StudyRecord study;
  study.name = "sample";
  study.scenario = {{"name", "sample"}, {"seed", 7}};
  study.context = {{"machine", "m"}};
  study.strategy_state = nlohmann::json::object();
  return study;
}

inline search::Trial running_trial(int number) {
  search::Trial trial;
  trial.number = number;
  trial.state = search::TrialState::kRunning;
  trial.parameters = search::Parameters({{"learning_rate", 0.1 + number}, {"optimizer", "sgd"}});
  trial.started_at = Seconds(0.125 * number);
  trial.ended_at = trial.started_at;
  return trial;
}

inline search::Trial attempt(int number, int attempts, Seconds started_at) {
  search::Trial trial = running_trial(number);
  trial.attempts = attempts;
  trial.started_at = started_at;
  return trial;
}

inline search::Step step(int number, double accuracy) {
  return {number,
          {{"val_accuracy", accuracy}},
          Joules(2.0 * number),
          Seconds(10.0 * number),
          Joules(1.0 * number),
          Joules(4.0 * number),
          Joules(3.0 * number),
          true};
}

inline search::Trial ended_trial(int number) {
  search::Trial trial = running_trial(number);
  trial.state = search::TrialState::kComplete;
  trial.ended_at = Seconds(1.0 / 3.0 + number);
  search::Measurement measurement;
  measurement.metrics = {{"val_accuracy", 1.0 / 7.0},
                         {"val_loss", std::numeric_limits<double>::quiet_NaN()}};
  measurement.energy.joules = Joules(12.0 / 11.0);
  measurement.energy.low = Joules(0.5);
  measurement.energy.high = Joules(2.0);
  measurement.energy.domains = {"dram", "package"};
  measurement.energy.source = energy::Source::kCounter;
  measurement.energy.shared = true;
  measurement.energy.window = Seconds(0.3);
  measurement.gross_joules = Joules(1.5);
  measurement.seconds = Seconds(0.7);
  trial.measurement = measurement;
  return trial;
}

}  // namespace wattle::test
