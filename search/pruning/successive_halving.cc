// SPDX-License-Identifier: MIT
#include "search/pruning/successive_halving.h"

#include <algorithm>
#include <sstream>

#include "search/pruning/learning_curve.h"

namespace wattle::search {
namespace {

/// The rung that the trial's last step reached; nullopt when the step before had reached it, too.
std::optional<int> just_reached(const Trial& trial, const Rungs& rungs) {
  if (trial.steps.empty()) return std::nullopt;
  const auto rung = rungs.reached_at(trial.steps.back().step);
  const int before = trial.steps.size() < 2 ? 0 : trial.steps[trial.steps.size() - 2].step;
  return rung && before < *rung ? rung : std::nullopt;
}

std::optional<double> result_at(const Trial& trial, int rung, const Goal& goal) {
  if (trial.state == TrialState::kFailed || trial.state == TrialState::kInfeasible)
    return std::nullopt;
  const auto at = std::partition_point(trial.steps.begin(), trial.steps.end(),
                                       [rung](const Step& step) { return step.step < rung; });
  return at == trial.steps.end() ? std::nullopt : loss_at(*at, goal);
}

}  // namespace

std::optional<int> Rungs::reached_at(int step) const {
  if (step < first) return std::nullopt;
  int rung = first;
  while (rung <= step / eta) rung *= eta;
  return rung;
}

std::optional<std::string> fails_rung(const Trial& trial, Trials others, const Goal& goal,
                                      const Rungs& rungs, const std::function<bool(int)>& is_peer) {
  const auto rung = just_reached(trial, rungs);
  if (!rung) return std::nullopt;
  const auto own = loss_at(trial.steps.back(), goal);
  if (!own) return std::nullopt;

  int results = 1;
  int better = 0;
  for (const Trial& other : others) {
    if (other.number == trial.number || !is_peer(other.number)) continue;
    const auto result = result_at(other, *rung, goal);
    if (!result) continue;
    ++results;
    better += *result < *own;
  }
  const int go_on = results / rungs.eta;
  if (go_on == 0 || better < go_on) return std::nullopt;

  std::ostringstream reason;
  reason << goal.metric() << " " << metric_of(*own, goal) << " at step " << trial.steps.back().step
         << " is behind " << better << " of " << results - 1 << " other trials; the best " << go_on
         << " go on from rung " << *rung;
  return reason.str();
}

}  // namespace wattle::search
