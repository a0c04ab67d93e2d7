// SPDX-License-Identifier: MIT
// Studies whose trials are given by formulas of their parameters, for tests of what mattered.
#pragma once

#include <functional>
#include <string>

#include "search/space/grid.h"
#include "search/store/store.h"
#include "tests/support/spaces.h"

namespace wattle::search::testing {

using Formula = std::function<double(const Parameters&)>;

/// A complete trial with the next number.
inline Trial& add_trial(StudyRecord& study, const Parameters& parameters, double metric,
                        double joules) {
  Trial& trial = study.trials.emplace_back();
  trial.number = static_cast<int>(study.trials.size()) - 1;
  trial.state = TrialState::kComplete;
  trial.parameters = parameters;
  Measurement measurement;
  measurement.metrics = {{"value", metric}, {kTrainJoules, joules}};
  measurement.energy.joules = Joules(joules);
  measurement.energy.source = energy::Source::kCounter;
  measurement.energy.domains = {"package"};
  trial.measurement = measurement;
  return trial;
}

inline StudyRecord study_without_trials(const nlohmann::json& space, const std::string& strategy) {
  StudyRecord study;
  study.name = "designed";
  study.scenario = {{"name", "designed"},
                    {"space", space},
                    {"goal", {{"kind", "best"}, {"metric", "value"}, {"direction", "maximize"}}},
                    {"strategy", {{"kind", strategy}}},
                    {"seed", 7}};
  study.ledger.total = Joules(1.0);
  return study;
}

/// Every point of the grid once.
inline StudyRecord grid_study(const char* space, const Formula& metric, const Formula& joules,
                              const nlohmann::json& scenario = nlohmann::json::object()) {
  StudyRecord study = study_without_trials(nlohmann::json::parse(space), "grid");
  study.scenario.update(scenario);
  const SearchSpace whole = test::space_of(study.scenario["space"]);
  const auto grid = Grid::of(whole);
  for (std::uint64_t i = 0; i < grid->size(); ++i) {
    const Parameters point = grid->point(i);
    add_trial(study, point, metric(point), joules(point));
  }
  return study;
}

/// So many random points.
inline StudyRecord random_study(const char* space, int trials, const Formula& metric,
                                const Formula& joules) {
  StudyRecord study = study_without_trials(nlohmann::json::parse(space), "random");
  const SearchSpace whole = test::space_of(study.scenario["space"]);
  Rng rng(3);
  for (int i = 0; i < trials; ++i) {
    const Parameters point = whole.draw_any(rng);
    add_trial(study, point, metric(point), joules(point));
  }
  return study;
}

}  // namespace wattle::search::testing
