// SPDX-License-Identifier: MIT
// Trials made of lists of values, for tests of pruners.
#pragma once

#include <vector>

#include "search/pruning/pruner.h"

namespace wattle::test {

/// The validation accuracy, to be maximised.
inline const search::Goal& accuracy() {
  static const search::Goal goal = search::Goal::from_json(
      {{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}});
  return goal;
}

/// Steps 1, 2, ... with these accuracies and `joules_a_step` more each. An ended trial has them as
/// its measurement.
inline search::Trial with_steps(int number, search::TrialState state,
                                const std::vector<double>& values, double joules_a_step = 1.0) {
  search::Trial trial;
  trial.number = number;
  trial.state = state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double done = static_cast<double>(i) + 1.0;
    trial.steps.push_back({static_cast<int>(i) + 1,
                           {{"val_accuracy", values[i]}},
                           Joules(joules_a_step * done),
                           Seconds(done)});
  }
  if (!search::is_ended(state) || values.empty()) return trial;
  trial.measurement.emplace();
  trial.measurement->metrics = {
      {"val_accuracy", values.back()},
      {"train_joules", joules_a_step * static_cast<double>(values.size())}};
  return trial;
}

inline search::Trial running(int number, const std::vector<double>& values,
                             double joules_a_step = 1.0) {
  return with_steps(number, search::TrialState::kRunning, values, joules_a_step);
}

inline search::Trial complete(int number, const std::vector<double>& values,
                              double joules_a_step = 1.0) {
  return with_steps(number, search::TrialState::kComplete, values, joules_a_step);
}

}  // namespace wattle::test
