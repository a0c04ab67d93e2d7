// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_fidelity.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Besides at its end a trial is looked at after these parts of its steps, as divisors.
constexpr int kQuarter = 4;
constexpr int kHalf = 2;

int last_step(const Trial& trial) { return trial.steps.empty() ? 0 : trial.steps.back().step; }

/// The latest step at or below the given share of the last one; nullptr when there is none.
const Step* step_before(const Trial& trial, int divisor) {
  const int most = last_step(trial) / divisor;
  const auto after = std::partition_point(trial.steps.begin(), trial.steps.end(),
                                          [most](const Step& step) { return step.step <= most; });
  return after == trial.steps.begin() ? nullptr : &*std::prev(after);
}

Metrics metrics_at(const Step& step) {
  Metrics metrics = step.metrics;
  // As in a trial's measurement, whatever the objective calls by these names.
  metrics[kTrainJoules] = step.joules.value;
  metrics["seconds"] = step.seconds.value;
  return metrics;
}

/// Rows in the making.
class Rows {
 public:
  Rows(const Observations& observations, const Goal& goal, int full)
      : observations_(&observations), goal_(&goal), full_(full) {}

  void add_last(Index row, const Trial& trial) {
    const bool complete = trial.state == TrialState::kComplete;
    if (!complete && trial.steps.empty()) return;
    add(row, complete ? 1.0 : fidelity(last_step(trial), full_),
        complete ? RowKind::kResult : RowKind::kStopped, observations_->outputs.row(row),
        observations_->joules[row]);
  }

  void add_step(Index row, const Step& step) {
    const Metrics metrics = metrics_at(step);
    const auto values = goal_->outputs(metrics);
    if (!values) return;
    add(row, fidelity(step.step, full_), RowKind::kEarlier,
        Eigen::Map<const VectorXd>(values->data(), static_cast<Index>(values->size())),
        log10_joules(metrics, *goal_));
  }

  Observations finish() {
    const Index d = observations_->points.cols();
    result_.points = to_rows(points_, d + 1);
    result_.outputs = to_rows(outputs_, observations_->outputs.cols());
    result_.joules = Eigen::Map<const VectorXd>(joules_.data(), static_cast<Index>(joules_.size()));
    result_.failed = observations_->failed;
    result_.pending = observations_->pending;
    return std::move(result_);
  }

 private:
  void add(Index row, double t, RowKind kind, VectorXd outputs, double joules) {
    VectorXd point(observations_->points.cols() + 1);
    point << observations_->points.row(row).transpose(), t;
    points_.push_back(std::move(point));
    outputs_.push_back(std::move(outputs));
    joules_.push_back(joules);
    result_.numbers.push_back(observations_->numbers[static_cast<std::size_t>(row)]);
    result_.kinds.push_back(kind);
  }

  const Observations* observations_;
  const Goal* goal_;
  int full_;
  std::vector<VectorXd> points_;
  std::vector<VectorXd> outputs_;
  std::vector<double> joules_;
  Observations result_;
};

}  // namespace

std::optional<int> full_step(const History& history) {
  int complete = 0;
  int ended = 0;
  for (const Trial& trial : history) {
    if (!is_ended(trial.state)) continue;
    ended = std::max(ended, last_step(trial));
    if (trial.state == TrialState::kComplete) complete = std::max(complete, last_step(trial));
  }
  if (complete > 0) return complete;
  return ended > 0 ? std::optional(ended) : std::nullopt;
}

double fidelity(int step, int full) { return std::min(1.0, std::log1p(step) / std::log1p(full)); }

Observations with_steps(const Observations& observations, const History& history, const Goal& goal,
                        int full) {
  std::vector<const Trial*> trials;
  for (const int number : observations.numbers) trials.push_back(find_trial(history, number));
  Rows rows(observations, goal, full);
  for (const int divisor : {kQuarter, kHalf}) {
    for (std::size_t i = 0; i < trials.size(); ++i) {
      const Step* const step = step_before(*trials[i], divisor);
      const bool again = divisor == kQuarter && step == step_before(*trials[i], kHalf);
      if (step != nullptr && !again) rows.add_step(static_cast<Index>(i), *step);
    }
  }
  for (std::size_t i = 0; i < trials.size(); ++i) rows.add_last(static_cast<Index>(i), *trials[i]);
  return rows.finish();
}

}  // namespace wattle::search
