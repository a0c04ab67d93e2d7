// SPDX-License-Identifier: MIT
// Optimism in the face of uncertainty: how low a minimised value may well be.
#pragma once

#include <Eigen/Core>

#include "search/acquisition/log_expected_improvement.h"

namespace wattle::search {

/// Minus the lower confidence bound of a minimised Y ~ N(mean, variance), to be maximised
/// [Srinivas2010]:
///   -(mean - sqrt(beta variance)).
/// Requires variance > 0 and beta >= 0.
NormalFunction negative_lower_confidence_bound(double mean, double variance, double beta);

/// beta_t = 2 log(|D| t^2 pi^2 / (6 delta)) / 5 with delta = 0.1, where t >= 1 counts observations
/// and |D| the points to choose from. The bound of [Srinivas2010, Thm. 1], under which regret is
/// sublinear with probability 1 - delta, divided by 5 as its authors do in their experiments.
/// `log_points` is log |D|, >= 0.
double confidence_beta(Eigen::Index observations, double log_points);

/// log |D| of a continuum of `dimension` coordinates: ten values each, points between which a
/// function on the unit cube differs. A heuristic.
double log_points_of_continuum(Eigen::Index dimension);

}  // namespace wattle::search
