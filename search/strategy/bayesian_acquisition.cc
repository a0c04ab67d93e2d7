// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_acquisition.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "search/acquisition/confidence_bound.h"
#include "search/acquisition/per_joule.h"
#include "search/acquisition/thompson.h"

namespace wattle::search {
namespace {

/// The share of the budget that the first `trials` of the history used.
double share_used(const History& history, std::size_t trials, const Goal& goal,
                  const Budget& budget) {
  int suggested = 0;
  double joules = 0.0;
  Seconds latest;
  for (const Trial& trial : history.first(trials)) {
    suggested += was_suggested(trial);
    latest = std::max({latest, trial.started_at, trial.ended_at});
    if (trial.measurement && !trial.origin) joules += trial.measurement->energy.joules.value;
  }
  std::vector<LimitUse> uses;
  if (budget.trials) uses.push_back({static_cast<double>(suggested), double(*budget.trials)});
  if (goal.energy_metric() != kTrainJoules) return budget_share(uses);
  if (budget.joules) uses.push_back({joules, budget.joules->value});
  if (budget.seconds) uses.push_back({latest.value, budget.seconds->value});
  return budget_share(uses);
}

}  // namespace

std::optional<AcquisitionKind> acquisition_kind(std::string_view name) {
  if (name == "expected_improvement") return AcquisitionKind::kExpectedImprovement;
  if (name == "probability_of_improvement") return AcquisitionKind::kProbabilityOfImprovement;
  if (name == "confidence_bound") return AcquisitionKind::kConfidenceBound;
  if (name == "thompson") return AcquisitionKind::kThompson;
  return std::nullopt;
}

ChosenAcquisition choose_acquisition(AcquisitionKind kind, const Surrogate& surrogate,
                                     const GoalForm& form, Aim aim, double log_points,
                                     std::optional<double> joules_exponent, Rng& rng) {
  ChosenAcquisition chosen;
  if (kind == AcquisitionKind::kThompson) {
    chosen.utility =
        std::make_unique<ThompsonAcquisition>(surrogate.models, form, surrogate.points, rng);
    chosen.name = "thompson";
    return chosen;
  }
  const double* const mark = std::get_if<double>(&aim);
  if (kind == AcquisitionKind::kProbabilityOfImprovement && mark != nullptr) {
    aim = ImprovementProbability{*mark};
  }
  if (kind == AcquisitionKind::kConfidenceBound) {
    aim = ConfidenceBound{confidence_beta(surrogate.points.rows(), log_points)};
  }
  auto utility = std::make_unique<GoalAcquisition>(surrogate.models, form, std::move(aim));
  chosen.name = utility->name();
  chosen.utility = std::move(utility);
  if (joules_exponent && surrogate.joules) {
    chosen.per_joule =
        std::make_unique<PerJoule>(*chosen.utility, *surrogate.joules, *joules_exponent);
    chosen.name += "_per_joule";
  }
  return chosen;
}

double cooled_joules_exponent(const History& history, const Goal& goal, const Budget& budget,
                              int initial_trials) {
  const std::size_t design = std::min(history.size(), static_cast<std::size_t>(initial_trials));
  return joules_exponent(share_used(history, history.size(), goal, budget),
                         share_used(history, design, goal, budget));
}

}  // namespace wattle::search
