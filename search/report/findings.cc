// SPDX-License-Identifier: MIT
#include "search/report/findings.h"

#include <algorithm>
#include <optional>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

const Finalist* completed_finalist(const std::vector<Finalist>& finalists, int trial) {
  for (const Finalist& finalist : finalists) {
    if (finalist.trial == trial && finalist.state == TrialState::kComplete) return &finalist;
  }
  return nullptr;
}

void count_trial(const Trial& trial, Findings& findings) {
  ++findings.counts[trial.state];
  if (is_ended(trial.state) && !trial.reason.empty()) {
    ++findings.reasons[trial.state][trial.reason];
  }
  if (!trial.measurement) return;
  if (trial.measurement->energy.source == energy::Source::kEstimated) findings.estimated = true;
  // Joules that the objective reports were never metered, so the ledger does not hold them.
  const bool metered = trial.measurement->energy.source != energy::Source::kReported;
  if (metered && is_ended(trial.state) && trial.state != TrialState::kComplete) {
    findings.wasted += trial.measurement->energy.joules;
  }
}

void rank_trials(const std::vector<Trial>& trials, Findings& findings) {
  for (const Trial& trial : trials) findings.ranked.push_back(&trial);
  std::stable_sort(findings.ranked.begin(), findings.ranked.end(),
                   [&](const Trial* a, const Trial* b) { return findings.goal.better(*a, *b); });
}

/// Whether the meter's joules are an estimate; nullopt when the context does not say.
std::optional<bool> meter_estimates(const nlohmann::json& context) {
  const nlohmann::json::json_pointer source("/meter/source");
  if (!context.is_object() || !context.contains(source)) return std::nullopt;
  return context.at(source) == energy::to_string(energy::Source::kEstimated);
}

void look_at_objective(const nlohmann::json& scenario, Findings& findings) {
  const nlohmann::json::json_pointer kind("/objective/kind");
  findings.replayed = scenario.contains(kind) && scenario.at(kind) == "table";
  findings.joules_known = !findings.replayed || scenario.at("objective").contains("joules");
}

}  // namespace

Findings find_out(const StudyRecord& study) {
  const nlohmann::json& goal = study.scenario.at("goal");
  std::string energy_metric = kTrainJoules;
  if (study.context.is_object())
    energy_metric = study.context.value("energy_metric", energy_metric);

  Findings findings;
  look_at_objective(study.scenario, findings);
  findings.footprint =
      Footprint::from_json(study.scenario.value("energy", nlohmann::json::object()));
  findings.goal = Goal::from_json(goal, energy_metric);
  for (const Trial& trial : study.trials) count_trial(trial, findings);
  findings.ledger_estimated = meter_estimates(study.context).value_or(findings.estimated);
  rank_trials(study.trials, findings);
  if (const auto best = findings.goal.best(study.trials)) {
    findings.best = find_trial(study.trials, *best);
    findings.finalist = completed_finalist(study.finalists, *best);
    findings.best_feasible = findings.goal.feasible(findings.best->measurement->metrics);
  }
  findings.measured_goal = Goal::from_json(goal, kTrainJoules);
  for (const int number : findings.measured_goal.front(study.trials)) {
    findings.front.push_back(find_trial(study.trials, number));
  }
  return findings;
}

const Measurement& best_measurement(const Findings& findings) {
  return findings.finalist != nullptr ? findings.finalist->measurement
                                      : *findings.best->measurement;
}

}  // namespace wattle::search
