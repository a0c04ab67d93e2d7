// SPDX-License-Identifier: MIT
#include "search/pruning/median_pruner.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace wattle::search {
namespace {

/// A step's metric turned into a loss; nullopt when it is not there or not finite.
std::optional<double> loss_at(const Step& step, const Goal& goal) {
  const auto it = step.metrics.find(goal.metric());
  if (it == step.metrics.end() || !std::isfinite(it->second)) return std::nullopt;
  return goal.maximise() ? -it->second : it->second;
}

std::optional<double> best_loss(const Trial& trial, const Goal& goal) {
  std::optional<double> best;
  for (const Step& step : trial.steps) {
    const auto loss = loss_at(step, goal);
    if (loss && (!best || *loss < *best)) best = loss;
  }
  return best;
}

/// Mean loss over steps 1..last; nullopt for a trial that did not get that far.
std::optional<double> mean_loss(const Trial& trial, const Goal& goal, int last) {
  double sum = 0.0;
  int count = 0;
  bool reached = false;
  for (const Step& step : trial.steps) {
    if (step.step > last) continue;
    reached = reached || step.step == last;
    if (const auto loss = loss_at(step, goal)) {
      sum += *loss;
      ++count;
    }
  }
  if (!reached || count == 0) return std::nullopt;
  return sum / count;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

}  // namespace

std::optional<std::string> MedianPruner::should_stop(const Trial& trial,
                                                     const History& others) const {
  if (trial.steps.empty()) return std::nullopt;
  const int step = trial.steps.back().step;
  const auto own = best_loss(trial, goal_);
  if (step <= options_.warmup_steps || !own) return std::nullopt;

  std::vector<double> means;
  for (const Trial& other : others) {
    if (other.state != TrialState::kComplete || other.number == trial.number) continue;
    if (const auto mean = mean_loss(other, goal_, step)) means.push_back(*mean);
  }
  if (means.empty() || static_cast<int>(means.size()) < options_.startup_trials)
    return std::nullopt;
  const double limit = median(means);
  if (*own <= limit) return std::nullopt;

  const double sign = goal_.maximise() ? -1.0 : 1.0;
  std::ostringstream reason;
  reason << goal_.metric() << " " << sign * *own << " at step " << step
         << " is worse than the median " << sign * limit << " of " << means.size() << " trials";
  return reason.str();
}

}  // namespace wattle::search
