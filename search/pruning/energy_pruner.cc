// SPDX-License-Identifier: MIT
#include "search/pruning/energy_pruner.h"
#include "energy/text/number.h"

#include <sstream>

#include "search/pruning/energy_projection.h"
#include "search/pruning/learning_curve.h"

namespace wattle::search {
namespace {

/// A complete trial's metric as a loss, and its joules.
struct Outcome {
  double loss = 0.0;
  double joules = 0.0;
};

/// nullopt for a trial that is not complete and feasible, or lacks one of the numbers.
std::optional<Outcome> outcome_of(const Trial& trial, const Goal& goal) {
  if (trial.state != TrialState::kComplete || !trial.measurement) return std::nullopt;
  const Metrics& metrics = trial.measurement->metrics;
  const auto value = finite_metric(metrics, goal.metric());
  const auto joules = finite_metric(metrics, goal.energy_metric());
  if (!value || !joules || !goal.feasible(metrics)) return std::nullopt;
  return Outcome{metric_of(*value, goal), *joules};
}

/// The first of the others that spent fewer than `joules` and has at most this loss.
const Trial* find_better(const Trial& trial, Trials others, const Goal& goal, double joules,
                         double loss) {
  for (const Trial& other : others) {
    if (other.number == trial.number) continue;
    const auto outcome = outcome_of(other, goal);
    if (outcome && outcome->joules < joules && outcome->loss <= loss) return &other;
  }
  return nullptr;
}

std::optional<std::string> over_budget(const Trial& trial, const PruningContext& context) {
  if (!context.planned_steps || !context.joules_left) return std::nullopt;
  const auto rest = project_rest(trial.steps, *context.planned_steps);
  if (!rest || !(rest->low > *context.joules_left)) return std::nullopt;
  const int last = trial.steps.back().step;
  return "the " + std::to_string(*context.planned_steps - last) + " steps after step " +
         std::to_string(last) + " need about " + rounded_text(rest->expected.value) +
         " J, at least " + rounded_text(rest->low.value) + " J, and " +
         rounded_text(context.joules_left->value) + " J of the budget are left";
}

}  // namespace

std::optional<std::string> EnergyPruner::should_stop(const Trial& trial,
                                                     const PruningContext& context) const {
  if (trial.steps.empty() || trial.steps.back().step <= options_.warmup_steps) return std::nullopt;
  if (auto reason = over_budget(trial, context)) return reason;
  // A model that is dear to train may be the cheaper one to use.
  if (goal_.over_lifetime()) return std::nullopt;
  return goal_.kind() == "cheapest" ? undercut(trial, context) : dominated(trial, context);
}

std::optional<std::string> EnergyPruner::undercut(const Trial& trial,
                                                  const PruningContext& context) const {
  const auto spent = joules_at(trial.steps.back(), goal_);
  if (!spent) return std::nullopt;
  const Trial* const other = find_better(trial, context.others, goal_, *spent, HUGE_VAL);
  if (other == nullptr) return std::nullopt;
  std::ostringstream reason;
  reason << *spent << " J by step " << trial.steps.back().step << "; trial " << other->number
         << " was good enough for " << outcome_of(*other, goal_)->joules << " J";
  return reason.str();
}

std::optional<std::string> EnergyPruner::dominated(const Trial& trial,
                                                   const PruningContext& context) const {
  if (!context.planned_steps) return std::nullopt;
  const auto spent = joules_at(trial.steps.back(), goal_);
  const auto hope = optimistic_loss(trial, goal_, *context.planned_steps);
  if (!spent || !hope) return std::nullopt;
  const Trial* const other = find_better(trial, context.others, goal_, *spent, *hope);
  if (other == nullptr) return std::nullopt;
  const Outcome outcome = *outcome_of(*other, goal_);
  std::ostringstream reason;
  reason << goal_.metric() << " can be hoped to reach " << metric_of(*hope, goal_) << " at step "
         << *context.planned_steps << ", and " << *spent << " J are spent by step "
         << trial.steps.back().step << "; trial " << other->number << " reached "
         << metric_of(outcome.loss, goal_) << " for " << outcome.joules << " J";
  return reason.str();
}

}  // namespace wattle::search
