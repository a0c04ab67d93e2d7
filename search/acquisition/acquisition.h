// SPDX-License-Identifier: MIT
// How much a trial at a point is worth.
#pragma once

#include <Eigen/Core>

namespace wattle::search {

/// A function over encoded points, to be maximised. Immutable; safe to read from several threads.
class Acquisition {
 public:
  virtual ~Acquisition() = default;

  /// At m points (m x d), as matrix products where the model allows: m x 1.
  virtual Eigen::VectorXd values(const Eigen::MatrixXd& points) const = 0;
  /// At one point (d x 1), with the gradient: meaningful for active numeric coordinates only.
  virtual double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) const = 0;
};

}  // namespace wattle::search
