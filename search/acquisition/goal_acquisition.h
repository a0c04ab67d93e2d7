// SPDX-License-Identifier: MIT
// The acquisition that a goal calls for, over one Gaussian process an output.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "search/acquisition/acquisition.h"
#include "search/acquisition/log_expected_hypervolume_improvement.h"
#include "search/gp/gaussian_process.h"
#include "search/trial/goal.h"

namespace wattle::search {

/// Independent models of a goal's outputs and, when trials have failed, of failing: the indicator
/// that is 1 for a trial without usable outputs and 0 for the others.
struct OutputModels {
  std::vector<GaussianProcess> outputs;
  std::optional<GaussianProcess> failure;
};

/// A point counts as one that fails where the indicator's function lies above this.
inline constexpr double kFailureLimit = 0.5;

/// The lower confidence bound of the one objective, sqrt(beta) deviations below its mean.
struct ConfidenceBound {
  double beta = 0.0;  ///< for example confidence_beta(...)
};

/// How likely the one objective gets to `mark` or below, not by how much: log Phi((mark - mean) /
/// s) [Kushner1964]. A mark at the best so far is all but reached next to it, so it wants a margin.
struct ImprovementProbability {
  double mark = 0.0;  ///< the best so far less the margin, in the objective's own unit
};

/// What to improve on: nothing yet (only feasibility counts), the best objective so far, the front
/// so far, a mark by how likely that is; or no value in particular, only low bounds. Where outcomes
/// are noisy, "so far" means the posterior means at the observed points: the best outcome itself
/// would be a lucky one, that nothing improves on. What fantasies promise is of the best so far
/// too, or it is sought again.
using Aim = std::variant<std::monostate, double, Front, ConfidenceBound, ImprovementProbability>;

/// The standard deviation of the objective `weights` . z among the models' observations, its
/// outputs taken as independent: sqrt(sum w_i^2 scale_i^2). The unit of what is not a logarithm.
double objective_deviation(const OutputModels& models, const Eigen::VectorXd& weights);

/// With independent outputs z_i ~ N(m_i, v_i), an objective w . z is N(w . m, w^2 . v). The value
/// is a sum of logs:
///   log EI of the one objective, or log EHVI of the two, or nothing when there is no aim yet, or
///   log P(improvement) of the one, or minus its lower confidence bound, in its deviations
///   + log P(z_i <= limit_i) for every constraint
///   + log P(failure indicator <= 1/2), a probit of its posterior, when trials have failed.
/// One batch costs O(n^2 m) a model.
class GoalAcquisition final : public Acquisition {
 public:
  /// `models` and `form` must outlive this. A Front takes two objectives, a number
  /// and a bound one.
  GoalAcquisition(const OutputModels& models, const GoalForm& form, Aim aim);

  Eigen::VectorXd values(const Eigen::MatrixXd& points) const override;
  double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) const override;

  /// "log_expected_improvement", ...: for reports.
  std::string_view name() const;

 private:
  /// Means and variances of the outputs and, last, of the failure indicator; or slopes in them.
  struct Moments {
    Eigen::VectorXd mean;
    Eigen::VectorXd variance;
  };
  std::vector<const GaussianProcess*> models() const;
  double combine(const Moments& moments, Moments& slopes) const;
  double add_aim(const Moments& moments, Moments& slopes) const;
  double add_front(const Front& front, const Moments& moments, Moments& slopes) const;
  /// Of the one objective N(mean, variance); nothing while there is no aim.
  NormalFunction worth(double mean, double variance) const;

  const OutputModels* models_;
  const GoalForm* form_;
  std::vector<Eigen::VectorXd> objectives_;  ///< weights
  Aim aim_;
};

}  // namespace wattle::search
