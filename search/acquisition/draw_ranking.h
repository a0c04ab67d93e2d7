// SPDX-License-Identifier: MIT
// Which of two points is better, were a draw of the outputs the truth.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/acquisition/goal_acquisition.h"
#include "search/space/rng.h"

namespace wattle::search {

/// Values to be maximised of drawn outputs z, the last of which is the failure indicator if that is
/// modelled. With o_j = w_j . z in its deviations (objective_deviation):
///   feasible    -o_1, or for two objectives -max_j u_j (o_j - c_j) with random weights
///               u = (t, 1 - t), so that draws spread over the whole front, its concave parts too
///               [Paria2020]; c_j lies a deviation below every drawn o_j that is known
///   infeasible  below every feasible value, by the sum of violations, each in its output's
///               deviations
class DrawRanking {
 public:
  /// `drawn`: values of each z at some points, one of them at least. `bounds`: what no |z| exceeds
  /// anywhere.
  DrawRanking(const OutputModels& models, const GoalForm& form,
              const std::vector<Eigen::VectorXd>& drawn, const Eigen::VectorXd& bounds, Rng& rng);

  /// `slopes`: derivatives in z. At kinks, those of one side.
  double rank(const Eigen::VectorXd& z, Eigen::VectorXd& slopes) const;

 private:
  /// A z that must stay below its limit.
  struct Requirement {
    Eigen::Index output = 0;
    double limit = 0.0;
    double deviation = 1.0;
  };
  double violation(const Eigen::VectorXd& z, Eigen::VectorXd& slopes) const;

  std::vector<Eigen::VectorXd> weights_;  ///< of each objective in z, in its deviations, times u_j
  std::vector<double> offsets_;           ///< u_j c_j; 0 for one objective
  std::vector<Requirement> requirements_;
  double worst_ = 0.0;  ///< no feasible value is below -worst
};

}  // namespace wattle::search
