// SPDX-License-Identifier: MIT
// Which coordinates move a quantity, and how much: functional analysis of variance of a forest.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "search/statistics/regression_forest.h"

namespace wattle::search {

struct FunctionalAnovaOptions {
  ForestOptions forest;
  bool pairs = true;
};

/// The share of the variance that is due to a coordinate, or to two of them together beyond what
/// each does alone.
struct VarianceShare {
  std::size_t first = 0;  ///< coordinates; the same twice for one alone
  std::size_t second = 0;
  double share = 0.0;               ///< mean over the trees; 0 to 1
  double standard_deviation = 0.0;  ///< over the trees
};

struct FunctionalAnovaSummary {
  std::vector<VarianceShare> single;  ///< d of them, by coordinate
  std::vector<VarianceShare> pairs;   ///< (0, 1), (0, 2), ..., (d - 2, d - 1); where asked for
  /// How well the forest predicts what it has not seen (regression_forest.h). The shares are those
  /// of the forest: what it does not explain, they do not either.
  std::optional<double> explained;
  int n = 0;           ///< observations
  std::string reason;  ///< why there are no shares; else empty
};

/// [Hutter2014]: a forest f of trees is fitted to the observations. Over a domain on which every
/// coordinate is independent and uniform, the marginal of f for a set U of coordinates is its mean
/// over all the others,
///   a_U(x_U) = E[f(X) | X_U = x_U],    V = Var f(X),    V_i = Var a_i(X_i),
///   V_ij = Var a_ij(X_i, X_j) - V_i - V_j,
/// and the shares are V_i / V and V_ij / V, the mean over the trees that have any variance. For a
/// tree with leaves l of mean c_l about the tree's mean, volume v_l and extents l_i, exactly
///   Var a_U = sum over l, m of c_l v_l c_m v_m product over i in U of
///             measure(l_i and m_i) / (measure(l_i) measure(m_i)).
///
/// `points` and `values` as RegressionForest has them: NaN is a coordinate without effect. One that
/// has an effect only on a part of the domain owns what it moves there, weighted by the part's
/// size, and shares a pair with what decides whether it has one. Trees cut a smooth function
/// into boxes, and noise with it, which looks like interaction: shares of single coordinates are
/// rather too small, those of pairs too large. A reason: no coordinate, no observation, a value
/// that is not finite, or no tree that splits. O(trees (d^2 m^2 + d n log^2 n)) for m leaves a
/// tree; (d + 1) m^2 numbers of memory.
FunctionalAnovaSummary functional_anova(const TreeDomain& domain, const Eigen::MatrixXd& points,
                                        const Eigen::VectorXd& values,
                                        const FunctionalAnovaOptions& options, Rng& rng);

}  // namespace wattle::search
