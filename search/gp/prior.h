// SPDX-License-Identifier: MIT
// What is believed of hyperparameters before any data.
#pragma once

#include <Eigen/Core>

#include "search/gp/hyperparameters.h"
#include "search/space/rng.h"

namespace wattle::search {

/// log X is normal. The density is that of X itself:
///   log p(X) = -log X - log(sigma sqrt(2 pi)) - (log X - mu)^2 / (2 sigma^2),
/// whose mode is exp(mu - sigma^2) and whose median is exp(mu).
struct LogNormal {
  double mu = 0.0;
  double sigma = 1.0;

  double log_density(double log_x) const;
  /// d log p / d log X.
  double slope(double log_x) const { return -1.0 - (log_x - mu) / (sigma * sigma); }
  double log_mode() const { return mu - sigma * sigma; }
};

/// Independent priors of the hyperparameters.
struct Prior {
  /// mu = sqrt(2) - 1/2 + log(d)/2, sigma = sqrt(3): distances between random points grow with
  /// sqrt(d), and length scales with them [Hvarfner2024], whose mu is larger by 1/2: a
  /// heuristic, with which Ackley's function of ten parameters goes better and others no worse.
  LogNormal length_scale;
  /// Standardised outputs have variance 1; a factor of e either way is one standard deviation. A
  /// heuristic.
  LogNormal signal_variance{0.0, 1.0};
  /// Little noise, but anything from none to most of the outputs' variance is possible: a median of
  /// 0.03%, and a factor of e^3 either way is one standard deviation. Some functions have no noise
  /// at all, and a prior that insists on some hides the last digits of their minimum. A heuristic.
  LogNormal noise_variance{-8.0, 3.0};
  /// Shapes of an input warp: the mode is 1, the identity, and one standard deviation a factor of
  /// 1.3. A heuristic.
  LogNormal warp_shape{0.0625, 0.25};
  Eigen::Index warp_shapes = 0;  ///< w, how many there are

  /// For points with `dimension` coordinates; 0 counts as 1.
  static Prior of_dimension(Eigen::Index dimension, Eigen::Index warp_shapes = 0);

  /// Log density at theta = (log l, log s^2, log v, phi).
  double log_density(const Eigen::VectorXd& theta) const;
  /// Its gradient in theta.
  Eigen::VectorXd gradient(const Eigen::VectorXd& theta) const;
  /// The most likely hyperparameters, as theta.
  Eigen::VectorXd mode(Eigen::Index length_scales) const;
  /// Independent draws of theta. Length scales are drawn about the prior's mode, not its median,
  /// because that is where a posterior starts: draws from the upper tail explain no data.
  Eigen::VectorXd draw(Eigen::Index length_scales, Rng& rng) const;
};

/// Bounds of theta during a fit, as logarithms. Wide enough never to bind on sensible data; the
/// lower bound on noise keeps covariance matrices well conditioned.
struct Bounds {
  Eigen::VectorXd lower;
  Eigen::VectorXd upper;
  static Bounds of_hyperparameters(Eigen::Index length_scales, Eigen::Index warp_shapes = 0);
  /// Both bounds of the length scales at those that are given, p x 1; NaN leaves one free. They
  /// need not lie within the bounds there were. An empty vector changes nothing.
  void hold_length_scales(const Eigen::VectorXd& fixed);
};

}  // namespace wattle::search
