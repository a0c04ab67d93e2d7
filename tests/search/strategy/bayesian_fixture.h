// SPDX-License-Identifier: MIT
// Studies without a study: a strategy, a function, and a history between them.
#pragma once

#include <functional>
#include <utility>

#include "search/strategy/strategy.h"
#include "tests/support/spaces.h"

namespace wattle::test {

inline double number(const search::Parameters& parameters, const char* name) {
  return parameters.find(name)->get<double>();
}

inline search::Trial running(const search::History& history, search::Parameters parameters) {
  search::Trial trial;
  trial.number = static_cast<int>(history.size());
  trial.parameters = std::move(parameters);
  return trial;
}

/// "value" is what the function says; the joules are 10.
inline search::Trial complete(const search::History& history, search::Parameters parameters,
                              search::Metrics metrics) {
  search::Trial trial = running(history, std::move(parameters));
  trial.state = search::TrialState::kComplete;
  metrics.try_emplace("train_joules", 10.0);
  metrics.try_emplace("seconds", 1.0);
  trial.measurement.emplace().metrics = std::move(metrics);
  return trial;
}

inline search::Trial failed(const search::History& history, search::Parameters parameters) {
  search::Trial trial = running(history, std::move(parameters));
  trial.state = search::TrialState::kFailed;
  trial.reason = "the loss is not a number";
  return trial;
}

inline search::Goal minimise_value() {
  return search::Goal::from_json(
      {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
}

/// Metrics of a point; without any, the trial fails.
using Evaluation = std::function<search::Metrics(const search::Parameters&)>;

/// Runs a strategy one trial at a time. Stops early when it fails.
inline search::History run(search::Strategy& strategy, const Evaluation& evaluate, int trials,
                           std::uint64_t seed) {
  search::History history;
  while (static_cast<int>(history.size()) < trials) {
    search::Rng rng(seed, history.size());
    auto point = strategy.suggest(history, rng);
    if (!point) break;
    const search::Metrics metrics = evaluate(*point);
    history.push_back(metrics.empty() ? failed(history, *point)
                                      : complete(history, *point, metrics));
  }
  return history;
}

}  // namespace wattle::test
