// SPDX-License-Identifier: MIT
// What a Bayesian strategy tries to improve on.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/acquisition/goal_acquisition.h"
#include "search/trial/goal.h"

namespace wattle::search {

/// Values of the goal's objectives at n points: n x objectives, from outputs (n x outputs).
Eigen::MatrixXd objective_values(const Eigen::MatrixXd& outputs, const GoalForm& form);

/// The row that is best in the first objective among the feasible ones, or among all when none is.
/// Requires at least one row.
Eigen::Index best_row(const Eigen::MatrixXd& objectives, const std::vector<bool>& feasible);

/// The aim that posterior means (n x objectives) at observed points give: the least feasible value
/// of one objective, the feasible front of two, and none when no row is feasible. The front's
/// reference lies three tenths of its range beyond its ends; of a front of one point, of the range
/// of the observations, outliers left out.
Aim aim_of(const Eigen::MatrixXd& objectives, const std::vector<bool>& feasible);

/// Posterior means of some trials, and whether they keep the constraints: as measured of those that
/// have ended, by the means of those that run.
struct Believed {
  Eigen::MatrixXd objectives;  ///< k x objectives
  std::vector<bool> feasible;  ///< k
};

/// The aim when the running trials have come out as expected: what they are going to improve is not
/// to be improved again. None as long as no observed row is feasible.
Aim aim_beyond(const Believed& observed, const Believed& pending);

/// Up to `most` rows worth looking around: feasible before others, then by the first objective, and
/// for two objectives by each in turn.
std::vector<Eigen::Index> centre_rows(const Eigen::MatrixXd& objectives,
                                      const std::vector<bool>& feasible, Eigen::Index most);

}  // namespace wattle::search
