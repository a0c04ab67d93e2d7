// SPDX-License-Identifier: MIT
#include "search/gp/posterior_sample.h"

namespace wattle::search {

using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd draw_posterior(const GaussianProcess& process, const MatrixXd& points, Rng& rng) {
  const double scale = process.standardisation().scale;
  const double rounding = 1e-15 * static_cast<double>(process.observations() + points.rows());
  const double signal = process.hyperparameters().signal_variance * scale * scale;
  const MatrixXd covariance = process.posterior_covariance(points);
  double jitter = rounding * signal;
  Cholesky factor = factorise(covariance, jitter);
  while (!factor.positive_definite && jitter < signal) {
    jitter *= 10.0;
    factor = factorise(covariance, jitter);
  }
  VectorXd normals(points.rows());
  for (double& z : normals) z = rng.normal();
  return process.mean(points) + factor.lower.triangularView<Eigen::Lower>() * normals;
}

}  // namespace wattle::search
