// SPDX-License-Identifier: MIT
// A space as the image of the unit cube: uniform positions become uniform points.
#pragma once

#include <Eigen/Core>

#include "search/space/rng.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// One coordinate in [0, 1] for each parameter that is no constant. A position drawn uniformly from
/// the cube gives a point with the distribution of SearchSpace::draw before clauses are applied;
/// coordinates of inactive parameters are ignored. Rows of a space that lists them play no part.
class UnitCube {
 public:
  /// `space` must outlive the cube.
  explicit UnitCube(const SearchSpace& space);

  Eigen::Index dimension() const { return dimension_; }
  /// Requires `dimension()` coordinates. May be a forbidden point.
  Parameters point(const Eigen::VectorXd& position) const;
  /// A position of a point of the space, in the middle of its cell; uniform where inactive.
  Eigen::VectorXd position(const Parameters& point, Rng& rng) const;

 private:
  const SearchSpace* space_;
  Eigen::Index dimension_ = 0;
};

}  // namespace wattle::search
