// SPDX-License-Identifier: MIT
// Trials and goals to judge them by.
#pragma once

#include <utility>

#include "search/trial/goal.h"

namespace wattle::search::testing {

inline Trial complete(int number, Metrics metrics) {
  Trial trial;
  trial.number = number;
  trial.state = TrialState::kComplete;
  trial.measurement.emplace().metrics = std::move(metrics);
  return trial;
}

/// A goal on val_accuracy, with more members.
inline Goal accuracy_goal(const char* kind, const nlohmann::json& members = nlohmann::json()) {
  nlohmann::json goal = {{"kind", kind}, {"metric", "val_accuracy"}, {"direction", "maximize"}};
  if (members.is_object()) goal.update(members);
  return Goal::from_json(goal);
}

}  // namespace wattle::search::testing
