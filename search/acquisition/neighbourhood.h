// SPDX-License-Identifier: MIT
// A box around one point of a space.
#pragma once

#include <Eigen/Core>

#include "search/acquisition/domain.h"

namespace wattle::search {

/// Points whose active numeric coordinates differ from the centre's by at most `radius` each (unit
/// coordinates). Coordinates that are inactive at the centre are free; so are categorical ones,
/// which have no distance to speak of.
struct Neighbourhood {
  Eigen::VectorXd centre;  ///< d x 1, encoded
  double radius = 1.0;

  /// Bounds of coordinate `k`, within [0, 1].
  double lower(Eigen::Index k) const;
  double upper(Eigen::Index k) const;
  bool contains(const Domain& domain, const Eigen::VectorXd& point) const;
};

/// At most `count` allowed snapped points inside, and the centre (one a row): scrambled Sobol
/// points of the box, of boxes of a third and of a tenth of its size, in turn, because what matters
/// may be close to the centre. Categorical coordinates keep the centre's choice, but for one in d
/// (heuristics).
Eigen::MatrixXd neighbourhood_candidates(const Domain& domain, const Neighbourhood& neighbourhood,
                                         Eigen::Index count, Rng& rng);

}  // namespace wattle::search
