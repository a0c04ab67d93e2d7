// SPDX-License-Identifier: MIT
#include "search/gp/prior.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wattle::search {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Shapes within a factor of 20 of the identity.
constexpr double kMaxLogShape = 3.0;

}  // namespace

double LogNormal::log_density(double log_x) const {
  const double z = (log_x - mu) / sigma;
  return -log_x - std::log(sigma * std::sqrt(2.0 * std::numbers::pi)) - 0.5 * z * z;
}

Prior Prior::of_dimension(Index dimension, Index warp_shapes) {
  Prior prior;
  prior.warp_shapes = warp_shapes;
  const auto d = static_cast<double>(std::max<Index>(dimension, 1));
  prior.length_scale = {std::numbers::sqrt2 - 0.5 + 0.5 * std::log(d), std::numbers::sqrt3};
  return prior;
}

double Prior::log_density(const VectorXd& theta) const {
  const Index p = theta.size() - 2 - warp_shapes;
  double sum = signal_variance.log_density(theta[p]) + noise_variance.log_density(theta[p + 1]);
  for (const double log_scale : theta.head(p)) sum += length_scale.log_density(log_scale);
  for (const double log_shape : theta.tail(warp_shapes)) sum += warp_shape.log_density(log_shape);
  return sum;
}

VectorXd Prior::gradient(const VectorXd& theta) const {
  const Index p = theta.size() - 2 - warp_shapes;
  VectorXd result(theta.size());
  for (Index f = 0; f < p; ++f) result[f] = length_scale.slope(theta[f]);
  result[p] = signal_variance.slope(theta[p]);
  result[p + 1] = noise_variance.slope(theta[p + 1]);
  for (Index f = p + 2; f < theta.size(); ++f) result[f] = warp_shape.slope(theta[f]);
  return result;
}

VectorXd Prior::mode(Index length_scales) const {
  VectorXd theta(length_scales + 2 + warp_shapes);
  theta.head(length_scales).setConstant(length_scale.log_mode());
  theta[length_scales] = signal_variance.log_mode();
  theta[length_scales + 1] = noise_variance.log_mode();
  theta.tail(warp_shapes).setConstant(warp_shape.log_mode());
  return theta;
}

VectorXd Prior::draw(Index length_scales, Rng& rng) const {
  VectorXd theta = mode(length_scales);
  for (Index f = 0; f < length_scales; ++f) theta[f] += length_scale.sigma * rng.normal();
  theta[length_scales] += signal_variance.sigma * rng.normal();
  theta[length_scales + 1] += noise_variance.sigma * rng.normal();
  for (double& log_shape : theta.tail(warp_shapes)) log_shape += warp_shape.sigma * rng.normal();
  return theta;
}

Bounds Bounds::of_hyperparameters(Index length_scales, Index warp_shapes) {
  const Index size = length_scales + 2 + warp_shapes;
  Bounds bounds{VectorXd(size), VectorXd(size)};
  bounds.lower.head(length_scales).setConstant(std::log(5e-3));
  bounds.upper.head(length_scales).setConstant(std::log(1e3));
  bounds.lower[length_scales] = std::log(1e-2);
  bounds.upper[length_scales] = std::log(1e3);
  bounds.lower[length_scales + 1] = std::log(1e-9);
  bounds.upper[length_scales + 1] = std::log(10.0);
  bounds.lower.tail(warp_shapes).setConstant(-kMaxLogShape);
  bounds.upper.tail(warp_shapes).setConstant(kMaxLogShape);
  return bounds;
}

void Bounds::hold_length_scales(const VectorXd& fixed) {
  for (Index f = 0; f < fixed.size(); ++f) {
    if (!std::isnan(fixed[f])) lower[f] = upper[f] = std::log(fixed[f]);
  }
}

}  // namespace wattle::search
