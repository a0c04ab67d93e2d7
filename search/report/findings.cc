// SPDX-License-Identifier: MIT
#include "search/report/findings.h"

#include <algorithm>
#include <optional>

#include "energy/text/join.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

const Finalist* completed_finalist(const std::vector<Finalist>& finalists, int trial) {
  for (const Finalist& finalist : finalists) {
    if (finalist.trial == trial && finalist.state == TrialState::kComplete) return &finalist;
  }
  return nullptr;
}

bool is_uncounted(const Trial& trial) {
  return trial.measurement && trial.measurement->energy.source == energy::Source::kUnknown;
}

void count_trial(const Trial& trial, Findings& findings) {
  ++findings.counts[trial.state];
  if (is_ended(trial.state) && !trial.reason.empty()) {
    ++findings.reasons[trial.state][trial.reason];
  }
  findings.reused += was_reused(trial);
  findings.warm += !was_suggested(trial);
  if (!trial.measurement) return;
  if (trial.measurement->energy.source == energy::Source::kEstimated) findings.estimated = true;
  // Joules that the objective reports were never metered, so the ledger does not hold them.
  const bool metered = trial.measurement->energy.source != energy::Source::kReported;
  if (was_reused(trial)) findings.saved += trial.measurement->energy.joules;
  if (trial.origin) return;
  if (metered && is_ended(trial.state) && trial.state != TrialState::kComplete) {
    findings.wasted += trial.measurement->energy.joules;
  }
}

/// "an estimate, of package": where joules come from and what they cover.
std::string provenance(const energy::EnergyReading& reading) {
  const std::string covers = join(reading.domains);
  return std::string(source_words(reading.source)) + (covers.empty() ? "" : ", of " + covers);
}

/// "2 trials: an estimate, of package; 1 trial: measured .." where there is more than one kind.
std::string different_quantities(const std::vector<Trial>& trials) {
  std::map<std::string, int> kinds;
  for (const Trial& trial : trials) {
    // Without joules a trial takes no part in a ranking by them.
    if (trial.state == TrialState::kComplete && trial.measurement && !is_uncounted(trial)) {
      ++kinds[provenance(trial.measurement->energy)];
    }
  }
  if (kinds.size() < 2) return {};
  std::string text;
  for (const auto& [kind, count] : kinds) {
    text += (text.empty() ? "" : "; ") + std::to_string(count) +
            (count == 1 ? " trial: " : " trials: ") + kind;
  }
  return text;
}

/// Whether trials may be ranked by the goal.
bool may_rank(const Findings& findings) {
  const bool measured =
      findings.goal.uses_energy() && findings.goal.energy_metric() == kTrainJoules;
  return findings.incomparable.empty() || !measured;
}

void rank_trials(const std::vector<Trial>& trials, Findings& findings) {
  for (const Trial& trial : trials) findings.ranked.push_back(&trial);
  if (!may_rank(findings)) return;
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

/// Trials that were imported may have no joules, and then the study has none until it goes on.
void look_for_joules(const StudyRecord& study, Findings& findings) {
  int measured = 0;
  for (const Trial& trial : study.trials) {
    if (!trial.measurement) continue;
    ++measured;
    if (is_uncounted(trial)) ++findings.uncounted;
  }
  const bool none = measured > 0 && findings.uncounted == measured;
  if (none && study.ledger.total.value == 0.0) findings.joules_known = false;
  if (!findings.joules_known) findings.uncounted = 0;
}

}  // namespace

Findings find_out(const StudyRecord& study) {
  const nlohmann::json& goal = study.scenario.at("goal");
  std::string energy_metric = kTrainJoules;
  if (study.context.is_object())
    energy_metric = study.context.value("energy_metric", energy_metric);

  Findings findings;
  look_at_objective(study.scenario, findings);
  look_for_joules(study, findings);
  findings.footprint =
      Footprint::from_json(study.scenario.value("energy", nlohmann::json::object()));
  findings.goal = Goal::from_json(goal, energy_metric);
  for (const Trial& trial : study.trials) count_trial(trial, findings);
  findings.ledger_estimated = meter_estimates(study.context).value_or(findings.estimated);
  findings.incomparable = different_quantities(study.trials);
  rank_trials(study.trials, findings);
  const History trials(study.trials);
  const auto trial = [&](int number) { return &study.trials[static_cast<std::size_t>(number)]; };
  if (const auto best = findings.goal.best(trials); best && may_rank(findings)) {
    findings.best = trial(*best);
    findings.finalist = completed_finalist(study.finalists, *best);
    findings.best_feasible = findings.goal.feasible(findings.best->measurement->metrics);
  }
  findings.measured_goal = Goal::from_json(goal, kTrainJoules);
  if (!findings.incomparable.empty()) return findings;
  for (const int number : findings.measured_goal.front(trials)) {
    findings.front.push_back(trial(number));
  }
  return findings;
}

const Measurement& best_measurement(const Findings& findings) {
  return findings.finalist != nullptr ? findings.finalist->measurement
                                      : *findings.best->measurement;
}

}  // namespace wattle::search
