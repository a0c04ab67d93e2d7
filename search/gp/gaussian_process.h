// SPDX-License-Identifier: MIT
// A Gaussian process that has seen data.
//
// Notation of this folder:
//   symbol   shape      meaning
//   n        1          observations
//   m        1          points asked about
//   d        1          coordinates of an encoded point
//   e        1          columns of an embedded point (embedding.h)
//   p        1          length scales
//   X        n x e      observed points, embedded
//   y        n x 1      observed outputs, standardised
//   c        1          numeric coordinates among the d
//   w        1          shapes of the input warp: 2 c, or 0 without one
//   theta    (p+2+w) x 1  log hyperparameters: (log l, log s^2, log v, phi)
//   phi      w x 1      log shapes of the input warp
//   l        p x 1      length scales
//   s^2      1          signal variance
//   v        1          noise variance
//   K        n x n      k(X, X)
//   L        n x n      lower Cholesky factor of K + v I (+ jitter I)
//   alpha    n x 1      (K + v I)^-1 y
//   z        n x 1      L^-1 y
#pragma once

#include <Eigen/Core>
#include <memory>

#include "search/gp/hyperparameters.h"
#include "search/gp/kernel.h"
#include "search/gp/linear_algebra.h"
#include "search/gp/standardise.h"

namespace wattle::search {

/// Means and variances of the noise-free function at m points, in the outputs' own units.
struct Posterior {
  Eigen::VectorXd mean;      ///< m x 1
  Eigen::VectorXd variance;  ///< m x 1, each > 0
};

/// At one point, with derivatives in its d coordinates. Derivatives in categorical coordinates are
/// zero; in inactive ones they mean nothing.
struct PosteriorGradient {
  double mean = 0.0;
  double variance = 0.0;
  Eigen::VectorXd mean_gradient;      ///< d x 1
  Eigen::VectorXd variance_gradient;  ///< d x 1
};

/// An immutable zero-mean Gaussian process on standardised outputs, conditioned on n >= 1
/// observations [Rasmussen2006, Alg. 2.1]. Safe to read from several threads.
class GaussianProcess {
 public:
  /// Conditions on `points` (n x d, encoded) and `outputs` (n x 1, finite, own units). O(n^3 / 3).
  GaussianProcess(std::shared_ptr<const Kernel> kernel, Hyperparameters hyperparameters,
                  const Eigen::MatrixXd& points, const Eigen::VectorXd& outputs);

  /// The same process after further observations, with the same hyperparameters and
  /// standardisation: the factor is extended by k rows, O(n^2 k).
  GaussianProcess condition_on(const Eigen::MatrixXd& points, const Eigen::VectorXd& outputs) const;

  /// The same process asked about points whose last coordinates are `context` k x 1: every point
  /// that it is given from now on, also to condition on, has the other d - c, and gradients are in
  /// those. For a function of parameters and of how far they were trained, seen at one of these
  /// distances. O(n^2), a copy.
  GaussianProcess at(const Eigen::VectorXd& context) const;

  /// O(n^2 m), as matrix products. Variances are those of the function, without the noise, and at
  /// least the rounding error of their own computation (1e-15 s^2).
  /// Block by block: besides the result, memory is that of kBlockRows points.
  Posterior posterior(const Eigen::MatrixXd& points) const;
  Eigen::VectorXd mean(const Eigen::MatrixXd& points) const;  ///< O(n m), block by block
  /// Of the function at m points jointly, m x m. O(n^2 m + n m^2).
  Eigen::MatrixXd posterior_covariance(const Eigen::MatrixXd& points) const;
  /// O(n^2 + n d).
  PosteriorGradient posterior_gradient(const Eigen::VectorXd& point) const;

  /// log p(y | X, theta), y standardised [Rasmussen2006, Eq. 2.30].
  double log_marginal_likelihood() const;

  Eigen::Index observations() const { return columns_.rows(); }
  const Hyperparameters& hyperparameters() const { return hyperparameters_; }
  const Standardisation& standardisation() const { return standardisation_; }
  const Kernel& kernel() const { return *kernel_; }
  int jitter_rung() const { return factor_.rung; }
  const Eigen::MatrixXd& columns() const { return columns_; }     ///< X
  const Eigen::MatrixXd& lower() const { return factor_.lower; }  ///< L
  const Eigen::MatrixXd& weights() const { return weights_; }     ///< alpha
  /// What it was conditioned on, n x 1, in own units and to rounding. O(n^2).
  Eigen::VectorXd outputs() const;

 private:
  std::shared_ptr<const Kernel> kernel_;
  Hyperparameters hyperparameters_;
  Standardisation standardisation_;
  Eigen::MatrixXd columns_;   ///< X
  Cholesky factor_;           ///< L
  Eigen::MatrixXd whitened_;  ///< z
  Eigen::MatrixXd weights_;   ///< alpha
};

}  // namespace wattle::search
