// SPDX-License-Identifier: MIT
// The unknown function drawn from a Gaussian process at finitely many points.
#pragma once

#include <Eigen/Core>

#include "search/gp/gaussian_process.h"
#include "search/space/rng.h"

namespace wattle::search {

/// One joint draw of the noise-free function at the rows of `points` (m x d): m x 1, in the
/// outputs' units. Exact but for a jitter of (n + m) 1e-15 s^2, or the tenfold, hundredfold, ...
/// where the rounding error of the covariance is larger, as it is for many points next to
/// observations. O(n^2 m + n m^2 + m^3 / 3), so for up to a few thousand rows; beyond, and for a
/// continuum, see posterior_path.h.
Eigen::VectorXd draw_posterior(const GaussianProcess& process, const Eigen::MatrixXd& points,
                               Rng& rng);

}  // namespace wattle::search
