// SPDX-License-Identifier: MIT
#include "search/pruning/patience_pruner.h"

#include <sstream>

#include "search/pruning/learning_curve.h"

namespace wattle::search {

std::optional<std::string> PatiencePruner::should_stop(const Trial& trial,
                                                       const PruningContext& /*context*/) const {
  std::optional<double> best;
  int improved_at = 0;
  for (const Step& step : trial.steps) {
    const auto loss = loss_at(step, goal_);
    if (!loss || (best && !(*loss < *best - options_.min_delta))) continue;
    best = loss;
    improved_at = step.step;
  }
  if (!best) return std::nullopt;
  const int last = trial.steps.back().step;
  if (last - improved_at < options_.patience) return std::nullopt;

  std::ostringstream reason;
  reason << goal_.metric() << " did not improve on " << metric_of(*best, goal_) << " of step "
         << improved_at;
  if (options_.min_delta > 0.0) reason << " by more than " << options_.min_delta;
  reason << " up to step " << last;
  return reason.str();
}

}  // namespace wattle::search
