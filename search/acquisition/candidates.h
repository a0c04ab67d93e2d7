// SPDX-License-Identifier: MIT
// Points from which the search for an acquisition's maximum begins.
#pragma once

#include <Eigen/Core>

#include "search/acquisition/domain.h"
#include "search/space/rng.h"

namespace wattle::search {

/// Snapped points spread evenly over the space (count x d): a Sobol sequence [JoeKuo2008], shifted
/// by one random vector modulo 1. Points that a clause forbids are among them.
Eigen::MatrixXd spread_candidates(const Domain& domain, Eigen::Index count, Rng& rng);

/// The same before snapping: numeric coordinates in [0, 1), categorical ones a choice.
Eigen::MatrixXd unsnapped_spread(const Domain& domain, Eigen::Index count, Rng& rng);

/// Snapped points near the rows of `centres` (k x d, k >= 1), in turn (count x d). Each coordinate
/// is changed with probability max(1/2, 1/d), at least one: numeric ones by a normal step whose
/// scale is log-uniform on [0.001, 0.3] for each point, so that near and far neighbourhoods are
/// both looked at; categorical ones to a random choice. Heuristics.
Eigen::MatrixXd nearby_candidates(const Domain& domain, const Eigen::MatrixXd& centres,
                                  Eigen::Index count, Rng& rng);

}  // namespace wattle::search
