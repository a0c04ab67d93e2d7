// SPDX-License-Identifier: MIT
// The course of one study: what it had found, and what that had cost.
#pragma once

#include <optional>
#include <vector>

#include "search/compare/front_volume.h"
#include "search/statistics/survival.h"
#include "search/store/store.h"
#include "search/trial/goal.h"

namespace wattle::search {

/// After the end of a trial.
struct TrajectoryPoint {
  int trials = 0;   ///< ended by then
  Joules joules;    ///< of them, and their share of the search's own
  Seconds seconds;  ///< of them, one after another
  /// Of the best feasible trial by then: the goal's objective, minimised; for two objectives one
  /// minus the share of the box that their front dominates. Infinite while there is none.
  double loss = 0.0;
  double metric = 0.0;  ///< its metric; NaN while there is none
};

struct Trajectory {
  std::vector<TrajectoryPoint> points;  ///< by the order in which trials ended
  Joules trials;                        ///< net, of all trials
  Joules overhead;                      ///< the search's own
  Joules wasted;                        ///< of trials that did not complete
  int reused = 0;                       ///< trials that another arm's study had run

  /// The last point's: what the study took.
  Joules joules() const;
  double final_loss() const;
  double final_metric() const;
};

/// Every trial counts with what it used, also one whose result was taken from an identical trial of
/// another study: each arm pays for what it needs, whoever ran it. The search's own joules are
/// spread evenly over its trials. What a warm start brought is known at the start and costs
/// nothing. `box`: of all studies that it is compared with, where the goal has two objectives;
/// without it the first one alone counts. O(n log n).
Trajectory trajectory_of(const StudyRecord& study, const Goal& goal,
                         const std::optional<FrontBox>& box = std::nullopt);

/// What the study had spent when its best trial's metric had first got to `target`; or all it
/// spent, and that it did not.
RunToTarget joules_to_target(const Trajectory& trajectory, const Goal& goal, double target);

/// The best loss that was known when so much had been spent; infinite before the first feasible
/// trial.
double loss_at(const Trajectory& trajectory, Joules joules);
double loss_at(const Trajectory& trajectory, Seconds seconds);
double loss_at(const Trajectory& trajectory, int trials);

/// The mean over joules from 0 to `horizon` of the best loss known by then, where losses above
/// `worst` (nothing yet) count as `worst`. Requires a horizon above 0.
double mean_loss(const Trajectory& trajectory, Joules horizon, double worst);

}  // namespace wattle::search
