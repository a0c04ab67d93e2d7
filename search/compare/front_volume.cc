// SPDX-License-Identifier: MIT
#include "search/compare/front_volume.h"

#include <algorithm>
#include <iterator>

namespace wattle::search {

std::optional<std::array<double, 2>> objective_pair(const Goal& goal, const Trial& trial) {
  if (!goal.seeks_front() || !goal.ranks(trial)) return std::nullopt;
  const Metrics& metrics = trial.measurement->metrics;
  const auto outputs = goal.outputs(metrics);
  if (!outputs || !goal.feasible(metrics)) return std::nullopt;
  const GoalForm& form = goal.form();
  return std::array{form.objective(0, *outputs), form.objective(1, *outputs)};
}

std::optional<FrontBox> front_box(const Goal& goal,
                                  const std::vector<const StudyRecord*>& studies) {
  std::optional<FrontBox> box;
  for (const StudyRecord* study : studies) {
    for (const Trial& trial : study->trials) {
      const auto pair = objective_pair(goal, trial);
      if (!pair) continue;
      if (!box) box = FrontBox{*pair, *pair};
      for (std::size_t i = 0; i < pair->size(); ++i) {
        box->best[i] = std::min(box->best[i], (*pair)[i]);
        box->worst[i] = std::max(box->worst[i], (*pair)[i]);
      }
    }
  }
  return box;
}

void FrontVolume::add(const std::array<double, 2>& point) {
  std::array<double, 2> at{};
  for (std::size_t i = 0; i < at.size(); ++i) {
    const double range = box_.worst[i] - box_.best[i];
    at[i] = range > 0.0 ? (point[i] - box_.best[i]) / range : 0.0;
  }
  const auto [x, y] = at;
  const auto after = front_.upper_bound(x);
  if (after != front_.begin() && std::prev(after)->second <= y) return;  // dominated
  auto dominated = front_.lower_bound(x);
  while (dominated != front_.end() && dominated->second >= y) dominated = front_.erase(dominated);
  front_.emplace(x, y);
  share_ = 0.0;
  for (auto step = front_.begin(); step != front_.end(); ++step) {
    const auto next = std::next(step);
    share_ += ((next == front_.end() ? 1.0 : next->first) - step->first) * (1.0 - step->second);
  }
}

}  // namespace wattle::search
