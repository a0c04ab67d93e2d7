// SPDX-License-Identifier: MIT
#include "search/pruning/median_pruner.h"

#include <algorithm>
#include <sstream>

#include "search/pruning/learning_curve.h"

namespace wattle::search {
namespace {

/// A heuristic: the median of so many out of more is the middle one of all within a few per cent of
/// the ranks, and reading them takes a hundredth of a second at a hundred steps.
constexpr std::size_t kMostCompared = 1000;

/// Complete trials other than `trial` that got as far as `step`.
std::vector<const Trial*> as_far(const Trial& trial, Trials others, int step) {
  std::vector<const Trial*> found;
  for (const Trial& other : others) {
    if (other.state != TrialState::kComplete || other.number == trial.number) continue;
    if (!other.steps.empty() && other.steps.back().step >= step) found.push_back(&other);
  }
  return found;
}

/// Mean loss over steps 1..last; nullopt when none of them has one.
std::optional<double> mean_loss(const Trial& trial, const Goal& goal, int last) {
  double sum = 0.0;
  int count = 0;
  for (const Step& step : trial.steps) {
    if (step.step > last) break;
    if (const auto loss = loss_at(step, goal)) {
      sum += *loss;
      ++count;
    }
  }
  if (count == 0) return std::nullopt;
  return sum / count;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  // Halved apart: their sum may lie beyond the largest double.
  return *middle / 2.0 + *std::max_element(values.begin(), middle) / 2.0;
}

}  // namespace

std::optional<std::string> MedianPruner::should_stop(const Trial& trial,
                                                     const PruningContext& context) const {
  if (trial.steps.empty()) return std::nullopt;
  const int step = trial.steps.back().step;
  const auto own = best_loss(trial, goal_);
  if (step <= options_.warmup_steps || !own) return std::nullopt;

  const std::vector<const Trial*> peers = as_far(trial, context.others, step);
  if (static_cast<int>(peers.size()) < options_.startup_trials) return std::nullopt;
  const std::size_t stride = (peers.size() + kMostCompared - 1) / kMostCompared;
  std::vector<double> means;
  for (std::size_t i = 0; i < peers.size(); i += stride) {
    if (const auto mean = mean_loss(*peers[i], goal_, step)) means.push_back(*mean);
  }
  if (means.empty()) return std::nullopt;
  const double limit = median(means);
  if (*own <= limit) return std::nullopt;

  std::ostringstream reason;
  reason << goal_.metric() << " " << metric_of(*own, goal_) << " at step " << step
         << " is worse than the median " << metric_of(limit, goal_) << " of " << means.size()
         << " trials";
  return reason.str();
}

}  // namespace wattle::search
