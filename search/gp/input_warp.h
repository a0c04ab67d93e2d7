// SPDX-License-Identifier: MIT
// Numeric coordinates stretched where a function changes fast.
#pragma once

#include <Eigen/Core>
#include <vector>

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
/// w alone.
double kumaraswamy_value(double x, double a, double b);

/// One pair of shapes a numeric coordinate [Snoek2014], learned with the other hyperparameters as
/// phi = (log a_1, log b_1, log a_2, ...), 2 c x 1 for c numeric coordinates in their order.
class InputWarp {
 public:
  explicit InputWarp(const std::vector<Coordinate>& coordinates);

  Eigen::Index parameters() const { return 2 * static_cast<Eigen::Index>(numeric_.size()); }

  /// Encoded points (m x d) with numeric coordinates warped; categories and inactive coordinates
  /// (NaN) stay as they are. What a kernel's embedding takes. O(m c).
  Eigen::MatrixXd apply(const Eigen::MatrixXd& points, const Eigen::VectorXd& phi) const;
  /// dw/dx in each coordinate of the unwarped point x (d x 1); 1 in those that stay as they are.
  Eigen::VectorXd slopes(const Eigen::VectorXd& x, const Eigen::VectorXd& phi) const;
  /// The gradient in phi of a function of the warped points, from its gradient G in their numeric
  /// coordinates (m x c): sum_i G_iv dw(x_iv)/dphi. O(m c).
  Eigen::VectorXd gradient(const Eigen::MatrixXd& points, const Eigen::VectorXd& phi,
                           const Eigen::MatrixXd& coordinate_gradient) const;

 private:
  std::vector<Eigen::Index> numeric_;  ///< coordinates, in the order of the embedding's columns
};

}  // namespace wattle::search
