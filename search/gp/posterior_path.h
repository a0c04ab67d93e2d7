// SPDX-License-Identifier: MIT
// The unknown function drawn from a Gaussian process as a whole.
#pragma once

#include <Eigen/Core>

#include "search/gp/gaussian_process.h"
#include "search/space/rng.h"

namespace wattle::search {

/// A smooth function drawn from a posterior by Matheron's rule [Wilson2020, Eq. 7]: a function g
/// from the prior, corrected where observations contradict it. In standardised units
///   f(x) = g(x) + k(x, X) (K + v I)^-1 (y - g(X) - e),  e ~ N(0, v I),
///   g(x) = sum_i w_i sqrt(2 s^2 / M) cos(omega_i . x + b_i),  w_i ~ N(0, 1)
/// with M random Fourier features [Rahimi2007]: omega_i is drawn from the kernel's spectral
/// density, in value columns a multivariate t with 5 (Matern 5/2) or 3 (Matern 3/2) degrees of
/// freedom or a normal (squared exponential), in indicator columns a normal, all divided by length
/// scales; b_i is uniform. Over draws, mean and covariance of f are those of the posterior; f is
/// Gaussian up to O(1/M). Deterministic once built, and safe to read from several threads.
class PosteriorPath {
 public:
  /// Features of a draw: covariances of one draw's features err by about s^2 / sqrt(M). A
  /// heuristic.
  static constexpr Eigen::Index kFeatures = 1024;

  /// `process` must outlive the path. O(n^2 + n M e).
  PosteriorPath(const GaussianProcess& process, Rng& rng, Eigen::Index features = kFeatures);

  /// At m points (m x d), in the outputs' units: m x 1. O(m (n + M) e), block by block.
  Eigen::VectorXd values(const Eigen::MatrixXd& points) const;
  /// At one point (d x 1), with the gradient: zero in categorical coordinates, meaningless in
  /// inactive ones.
  double value(const Eigen::VectorXd& point, Eigen::VectorXd& gradient) const;
  /// No value of the path lies further from 0.
  double bound() const;

 private:
  Eigen::VectorXd prior(const Eigen::MatrixXd& columns) const;

  const GaussianProcess* process_;
  Eigen::MatrixXd frequencies_;  ///< omega / (2 pi), e x M, for embedded points
  Eigen::RowVectorXd phases_;    ///< b / (2 pi), 1 x M
  Eigen::VectorXd amplitudes_;   ///< w sqrt(2 s^2 / M), M x 1
  Eigen::MatrixXd weights_;      ///< (K + v I)^-1 (y - g(X) - e), n x 1
};

}  // namespace wattle::search
