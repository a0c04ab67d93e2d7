// SPDX-License-Identifier: MIT
#include "search/study/joule_forecast.h"
#include "energy/text/number.h"

namespace wattle::search {
namespace {

bool is_metered(energy::Source source) {
  return source != energy::Source::kReported && source != energy::Source::kUnknown;
}

}  // namespace

std::vector<TrialCost> trial_costs(const History& trials, const std::string& modelled_metric) {
  std::vector<TrialCost> costs;
  for (const Trial& trial : trials) {
    if (!trial.measurement || !is_metered(trial.measurement->energy.source)) continue;
    if (modelled_metric.empty() && trial.state != TrialState::kComplete) continue;
    TrialCost cost{.joules = trial.measurement->energy.joules};
    if (!modelled_metric.empty()) {
      const auto modelled = trial.measurement->metrics.find(modelled_metric);
      cost.modelled = modelled == trial.measurement->metrics.end() ? 0.0 : modelled->second;
    }
    costs.push_back(cost);
  }
  return costs;
}

std::optional<std::string> reason_not_to_start(const std::vector<TrialCost>& costs,
                                               Objective& objective, const Parameters& parameters,
                                               const Budget& budget, Joules left) {
  // Without enough trials the work, which may want the data, need not be modelled.
  if (costs.size() < kLeastTrialsToProject) return std::nullopt;
  const bool modelled = !objective.repeatable_energy_metric().empty();
  const auto projected =
      project_trial(costs, modelled ? objective.modelled_joules(parameters).value_or(0.0) : 1.0);
  if (!projected || projected->low <= left) return std::nullopt;
  return "the next trial needs about " + rounded_text(projected->expected.value) + " J, at least " +
         rounded_text(projected->low.value) + " J, and " + rounded_text(left.value) + " J of " +
         (budget.grams ? "what the budget of grams allows" : "the budget") + " are left";
}

}  // namespace wattle::search
