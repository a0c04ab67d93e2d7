// SPDX-License-Identifier: MIT
#include "search/compare/trajectory.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "search/statistics/step_curve.h"

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<const Trial*> in_order_of_end(const std::vector<Trial>& trials) {
  std::vector<const Trial*> ended;
  for (const Trial& trial : trials) {
    if (is_ended(trial.state)) ended.push_back(&trial);
  }
  std::stable_sort(ended.begin(), ended.end(), [](const Trial* a, const Trial* b) {
    if (was_suggested(*a) != was_suggested(*b)) return !was_suggested(*a);
    return a->ended_at < b->ended_at;
  });
  return ended;
}

/// Remembers the best feasible trial so far.
class BestSoFar {
 public:
  BestSoFar(const Goal& goal, const std::optional<FrontBox>& box) : goal_(goal) {
    if (box) front_.emplace(*box);
  }

  void see(const Trial& trial) {
    if (!goal_.ranks(trial) || !goal_.feasible(trial.measurement->metrics)) return;
    if (best_ == nullptr || goal_.better(trial, *best_)) best_ = &trial;
    const auto pair = objective_pair(goal_, trial);
    if (front_ && pair) front_->add(*pair);
  }
  double loss() const {
    if (best_ == nullptr) return kInfinity;
    return front_ ? 1.0 - front_->share() : *goal_.loss(best_->measurement->metrics);
  }
  double metric() const {
    return best_ == nullptr ? std::numeric_limits<double>::quiet_NaN()
                            : best_->measurement->metrics.at(goal_.metric());
  }

 private:
  const Goal& goal_;
  const Trial* best_ = nullptr;
  std::optional<FrontVolume> front_;
};

/// The loss of the last point that had not cost more.
template <class Amount>
double loss_within(const Trajectory& trajectory, Amount limit, Amount TrajectoryPoint::*amount) {
  const auto after = std::upper_bound(
      trajectory.points.begin(), trajectory.points.end(), limit,
      [&](Amount spent, const TrajectoryPoint& point) { return spent < point.*amount; });
  return after == trajectory.points.begin() ? kInfinity : (after - 1)->loss;
}

}  // namespace

Joules Trajectory::joules() const {
  return points.empty() ? trials + overhead : points.back().joules;
}

double Trajectory::final_loss() const {
  if (points.empty()) return kInfinity;
  return points.back().loss;
}

double Trajectory::final_metric() const {
  return points.empty() ? std::numeric_limits<double>::quiet_NaN() : points.back().metric;
}

Trajectory trajectory_of(const StudyRecord& study, const Goal& goal,
                         const std::optional<FrontBox>& box) {
  const std::vector<const Trial*> ended = in_order_of_end(study.trials);
  const auto suggested = std::count_if(ended.begin(), ended.end(),
                                       [](const Trial* trial) { return was_suggested(*trial); });
  Trajectory trajectory;
  trajectory.overhead = study.ledger.overhead;
  const Joules share = suggested == 0 ? Joules(0) : trajectory.overhead / double(suggested);
  BestSoFar best(goal, box);
  TrajectoryPoint point;
  for (const Trial* trial : ended) {
    best.see(*trial);
    if (was_suggested(*trial)) {
      ++point.trials;
      point.joules += share;
      trajectory.reused += was_reused(*trial);
    }
    if (was_suggested(*trial) && trial->measurement) {
      const Joules joules = trial->measurement->energy.joules;
      point.joules += joules;
      point.seconds += trial->measurement->seconds;
      trajectory.trials += joules;
      if (trial->state != TrialState::kComplete) trajectory.wasted += joules;
    }
    point.loss = best.loss();
    point.metric = best.metric();
    trajectory.points.push_back(point);
  }
  return trajectory;
}

RunToTarget joules_to_target(const Trajectory& trajectory, const Goal& goal, double target) {
  for (const TrajectoryPoint& point : trajectory.points) {
    const bool met = goal.maximise() ? point.metric >= target : point.metric <= target;
    if (met) return {point.joules.value, true};
  }
  return {trajectory.joules().value, false};
}

double loss_at(const Trajectory& trajectory, Joules joules) {
  return loss_within(trajectory, joules, &TrajectoryPoint::joules);
}

double loss_at(const Trajectory& trajectory, Seconds seconds) {
  return loss_within(trajectory, seconds, &TrajectoryPoint::seconds);
}

double loss_at(const Trajectory& trajectory, int trials) {
  return loss_within(trajectory, trials, &TrajectoryPoint::trials);
}

double mean_loss(const Trajectory& trajectory, Joules horizon, double worst) {
  StepCurve curve{{0.0}, {worst}};
  for (const TrajectoryPoint& point : trajectory.points) {
    const double loss = std::min(point.loss, worst);
    if (point.joules.value > curve.spent.back()) {
      curve.spent.push_back(point.joules.value);
      curve.values.push_back(loss);
    } else {
      curve.values.back() = loss;  // it cost nothing
    }
  }
  return *mean_value(curve, 0.0, horizon.value);
}

}  // namespace wattle::search
