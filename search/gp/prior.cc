// SPDX-License-Identifier: MIT
#include "search/gp/prior.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wattle::search {

using Eigen::Index;
using Eigen::VectorXd;

double LogNormal::log_density(double log_x) const {
  const double z = (log_x - mu) / sigma;
  return -log_x - std::log(sigma * std::sqrt(2.0 * std::numbers::pi)) - 0.5 * z * z;
}

Prior Prior::of_dimension(Index dimension) {
  Prior prior;
  const auto d = static_cast<double>(std::max<Index>(dimension, 1));
  prior.length_scale = {std::numbers::sqrt2 + 0.5 * std::log(d), std::numbers::sqrt3};
  return prior;
}

double Prior::log_density(const VectorXd& theta) const {
  const Index p = theta.size() - 2;
  double sum = signal_variance.log_density(theta[p]) + noise_variance.log_density(theta[p + 1]);
  for (Index f = 0; f < p; ++f) sum += length_scale.log_density(theta[f]);
  return sum;
}

VectorXd Prior::gradient(const VectorXd& theta) const {
  const Index p = theta.size() - 2;
  VectorXd result(theta.size());
  for (Index f = 0; f < p; ++f) result[f] = length_scale.slope(theta[f]);
  result[p] = signal_variance.slope(theta[p]);
  result[p + 1] = noise_variance.slope(theta[p + 1]);
  return result;
}

VectorXd Prior::mode(Index length_scales) const {
  VectorXd theta(length_scales + 2);
  theta.head(length_scales).setConstant(length_scale.log_mode());
  theta[length_scales] = signal_variance.log_mode();
  theta[length_scales + 1] = noise_variance.log_mode();
  return theta;
}

VectorXd Prior::draw(Index length_scales, Rng& rng) const {
  VectorXd theta = mode(length_scales);
  for (Index f = 0; f < length_scales; ++f) theta[f] += length_scale.sigma * rng.normal();
  theta[length_scales] += signal_variance.sigma * rng.normal();
  theta[length_scales + 1] += noise_variance.sigma * rng.normal();
  return theta;
}

Bounds Bounds::of_hyperparameters(Index length_scales) {
  Bounds bounds{VectorXd(length_scales + 2), VectorXd(length_scales + 2)};
  bounds.lower.head(length_scales).setConstant(std::log(5e-3));
  bounds.upper.head(length_scales).setConstant(std::log(1e3));
  bounds.lower[length_scales] = std::log(1e-2);
  bounds.upper[length_scales] = std::log(1e3);
  bounds.lower[length_scales + 1] = std::log(1e-9);
  bounds.upper[length_scales + 1] = std::log(10.0);
  return bounds;
}

}  // namespace wattle::search
