// SPDX-License-Identifier: MIT
// Acting as if one draw of the unknown functions were the truth [Thompson1933].
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/acquisition/draw_ranking.h"
#include "search/gp/posterior_path.h"

namespace wattle::search {

/// One draw of every output, and of the failure indicator when trials have failed, each on its own,
/// ranked by the goal (DrawRanking). A point is thereby chosen as often as it is the best one, so
/// draws from different generators are a batch of suggestions. Deterministic once built.
///
/// The surface has a step where a constraint begins to be missed, and for two objectives a kink
/// where the worse one changes; gradients are those of the side that the point is on. One batch
/// costs O(m (n + M) e) a model with M features (posterior_path.h), and no n^2.
class ThompsonAcquisition final : public Acquisition {
 public:
  /// `models` must outlive this. `known` (k x d, k >= 1): points tried, by whose draws a front's
  /// reach is judged.
  ThompsonAcquisition(const OutputModels& models, const GoalForm& form,
                      const Eigen::MatrixXd& known, Rng& rng);

  Eigen::VectorXd values(const Eigen::MatrixXd& points) const override;
  double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) const override;

 private:
  std::vector<PosteriorPath> paths_;
  DrawRanking ranking_;
};

/// The same for the rows of a finite space (m x d, m >= 1), by one exact joint draw: m x 1. Another
/// call is another draw. O(m^3) a model, see draw_posterior.
Eigen::VectorXd thompson_values(const OutputModels& models, const GoalForm& form,
                                const Eigen::MatrixXd& points, Rng& rng);

}  // namespace wattle::search
