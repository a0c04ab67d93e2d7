// SPDX-License-Identifier: MIT
// Studies whose course a test writes down.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/compare/analysis.h"

namespace wattle::test {

struct MadeUpTrial {
  double accuracy = 0.0;
  double joules = 1.0;
  search::TrialState state = search::TrialState::kComplete;
};

inline search::Trial made_up(int number, const MadeUpTrial& of) {
  search::Trial trial;
  trial.number = number;
  trial.state = of.state;
  trial.ended_at = Seconds(number + 1);
  search::Measurement& measurement = trial.measurement.emplace();
  measurement.metrics = {{"val_accuracy", of.accuracy}, {"train_joules", of.joules}};
  measurement.seconds = Seconds(2.0);
  measurement.energy.joules = Joules(of.joules);
  measurement.energy.source = energy::Source::kCounter;
  measurement.energy.domains = {"package"};
  return trial;
}

inline search::StudyRecord made_up_study(const std::vector<MadeUpTrial>& trials,
                                         double overhead = 0.0) {
  search::StudyRecord study;
  study.context = nlohmann::json::object();
  for (const MadeUpTrial& trial : trials) {
    study.trials.push_back(made_up(static_cast<int>(study.trials.size()), trial));
  }
  study.ledger.overhead = Joules(overhead);
  return study;
}

inline nlohmann::json comparison_document(const std::vector<std::string>& strategies, int repeats) {
  return {{"name", "made_up"},
          {"seed", 7},
          {"goal", {{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}}},
          {"compare", {{"strategies", strategies}, {"repeats", repeats}}}};
}

}  // namespace wattle::test
