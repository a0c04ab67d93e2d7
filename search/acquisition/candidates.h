// SPDX-License-Identifier: MIT
// Points from which the search for an acquisition's maximum begins.
#pragma once

#include <Eigen/Core>

#include "search/acquisition/domain.h"
#include "search/space/rng.h"

namespace wattle::search {

/// `count` allowed snapped points spread evenly over the space (one a row): the allowed ones among
/// the first points of a scrambled Sobol sequence (sobol_sequence.h). Fewer, and perhaps none, when
/// fewer than one in 16 of these is allowed.
Eigen::MatrixXd spread_candidates(const Domain& domain, Eigen::Index count, Rng& rng);

/// `count` independent allowed points, each as SearchSpace::sample draws one (one a row): points
/// may come twice. None when sampling finds no allowed one.
Eigen::MatrixXd uniform_candidates(const Domain& domain, Eigen::Index count, Rng& rng);

/// At most `count` allowed snapped points near the rows of `centres` (k x d, k >= 1), in turn:
/// those that clauses forbid are left out. Each coordinate is changed with probability max(1/2,
/// 1/d), at least one: numeric ones by a normal step whose scale is log-uniform on [0.001, 0.3] for
/// each point, so that near and far neighbourhoods are both looked at; categorical ones to a random
/// choice. Heuristics.
Eigen::MatrixXd nearby_candidates(const Domain& domain, const Eigen::MatrixXd& centres,
                                  Eigen::Index count, Rng& rng);

}  // namespace wattle::search
