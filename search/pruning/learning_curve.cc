// SPDX-License-Identifier: MIT
#include "search/pruning/learning_curve.h"

#include <algorithm>
#include <cmath>

namespace wattle::search {

std::optional<double> loss_at(const Step& step, const Goal& goal) {
  const auto value = finite_metric(step.metrics, goal.metric());
  return value ? std::optional(metric_of(*value, goal)) : std::nullopt;
}

double metric_of(double loss, const Goal& goal) { return goal.maximise() ? -loss : loss; }

std::optional<double> best_loss(const Trial& trial, const Goal& goal) {
  std::optional<double> best;
  for (const Step& step : trial.steps) {
    const auto loss = loss_at(step, goal);
    if (loss && (!best || *loss < *best)) best = loss;
  }
  return best;
}

std::optional<double> joules_at(const Step& step, const Goal& goal) {
  const auto it = step.metrics.find(goal.energy_metric());
  if (it == step.metrics.end() && goal.energy_metric() != kTrainJoules) return std::nullopt;
  const double joules = it == step.metrics.end() ? step.joules.value : it->second;
  return std::isfinite(joules) ? std::optional(joules) : std::nullopt;
}

std::optional<double> optimistic_loss(const Trial& trial, const Goal& goal, int last) {
  if (trial.steps.size() < 2) return std::nullopt;
  const auto end = trial.steps.end() - 1;
  const auto middle =
      trial.steps.begin() + static_cast<std::ptrdiff_t>((trial.steps.size() - 1) / 2);
  std::optional<double> worst;
  for (auto step = middle; step != end; ++step) {
    const auto loss = loss_at(*step, goal);
    if (loss && (!worst || *loss > *worst)) worst = loss;
  }
  if (!worst) return std::nullopt;
  const double best = *best_loss(trial, goal);
  const double steps_left = std::max(0, last - end->step);
  return best - steps_left * (*worst - best) / (end->step - middle->step);
}

}  // namespace wattle::search
