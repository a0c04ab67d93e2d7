// SPDX-License-Identifier: MIT
// Numeric coordinates stretched where a function changes fast.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "search/gp/kernel.h"
#include "search/gp/prior.h"
#include "search/space/encoding.h"

namespace wattle::search {

/// The distribution function of Kumaraswamy, a monotone map of [0, 1] onto itself:
///   w(x) = 1 - (1 - x^a)^b,  a, b > 0; the identity at a = b = 1.
struct Warped {
  double value = 0.0;    ///< w
  double slope = 0.0;    ///< dw/dx
  double a_slope = 0.0;  ///< dw/d(log a)
  double b_slope = 0.0;  ///< dw/d(log b)
};

/// Requires x in [0, 1] and shapes in [1e-3, 1e3]. The value is exact to rounding, also next to
/// both ends. There dw/dx is infinite for a < 1 or b < 1, so it is taken at the nearest x within
/// [1e-6, 1 - 1e-6], which keeps it finite.
Warped kumaraswamy(double x, double a, double b);

/// One pair of shapes a numeric coordinate [Snoek2014], learned with the other hyperparameters as
/// phi = (log a_1, log b_1, log a_2, ...), 2 c x 1 for c numeric coordinates in their order.
class InputWarp {
 public:
  explicit InputWarp(const std::vector<Coordinate>& coordinates);

  Eigen::Index parameters() const { return 2 * static_cast<Eigen::Index>(numeric_.size()); }
  /// log a and log b within a factor of 20 of the identity.
  static constexpr double kMaxLogShape = 3.0;
  /// Of a and of b alike: the mode is 1, the identity, and one standard deviation a factor of 1.6.
  /// A heuristic.
  static LogNormal prior() { return {0.25, 0.5}; }
  /// Sum of the prior's log densities at phi, and its gradient.
  static double log_prior(const Eigen::VectorXd& phi);
  static Eigen::VectorXd log_prior_gradient(const Eigen::VectorXd& phi);

  /// Encoded points (m x d) with numeric coordinates warped; categories and inactive coordinates
  /// (NaN) stay as they are. What a kernel's embedding takes. O(m c).
  Eigen::MatrixXd apply(const Eigen::MatrixXd& points, const Eigen::VectorXd& phi) const;
  /// A gradient in the coordinates of the unwarped point x, from `gradient` in those of the warped
  /// one (d x 1): multiplied by dw/dx.
  Eigen::VectorXd pull_back(const Eigen::VectorXd& x, const Eigen::VectorXd& gradient,
                            const Eigen::VectorXd& phi) const;
  /// sum_ij W_ij dK_ij/d(phi) for symmetric W (n x n) over K = parts(X, X), where X (n x e) embeds
  /// apply(points, phi): with G = W * dK/dq, 4 / l_f^2 (diag(G 1) - G) X is the gradient in the
  /// value columns of X. O(n^2 c), one matrix product.
  Eigen::VectorXd gradient(const Eigen::MatrixXd& points, const Eigen::VectorXd& phi,
                           const Kernel& kernel, const Eigen::MatrixXd& weights,
                           const Kernel::Parts& parts, const Eigen::MatrixXd& columns,
                           const Hyperparameters& hyperparameters) const;

 private:
  std::vector<Eigen::Index> numeric_;  ///< coordinates, in the order of the embedding's columns
};

}  // namespace wattle::search
