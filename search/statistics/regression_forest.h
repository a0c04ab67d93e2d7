// SPDX-License-Identifier: MIT
// A small random forest: regression trees over resampled observations [Breiman2001].
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "search/statistics/regression_tree.h"

namespace wattle::search {

struct ForestOptions {
  int trees = 64;
  TreeOptions tree;
  /// No tree has more leaves: with more observations the smallest leaf grows.
  int most_leaves = 500;
};

/// Trees, each grown from n observations drawn with replacement.
class RegressionForest {
 public:
  /// `points` is n x d, `values` n x 1, finite, n > 0. NaN in a point means that this coordinate
  /// has no effect there (an inactive parameter): each tree has it anywhere in its domain, at
  /// random, so that the forest learns a function on the whole domain that does not depend on it
  /// there.
  RegressionForest(const TreeDomain& domain, const Eigen::MatrixXd& points,
                   const Eigen::VectorXd& values, const ForestOptions& options, Rng& rng);

  const std::vector<RegressionTree>& trees() const { return trees_; }
  /// The mean over the trees; requires a point without NaN.
  double predict(const Eigen::VectorXd& point) const;
  /// How well trees predict what they were not grown from: 1 - sum of squared errors over that of
  /// the mean. 1 is perfect; at 0 and below the forest knows nothing. nullopt where every value is
  /// the same, or every tree has seen every observation.
  std::optional<double> out_of_bag_r_squared() const { return out_of_bag_r_squared_; }

 private:
  std::vector<RegressionTree> trees_;
  std::optional<double> out_of_bag_r_squared_;
};

}  // namespace wattle::search
