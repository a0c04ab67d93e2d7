// SPDX-License-Identifier: MIT
#include "search/space/constrained_walk.h"

#include <algorithm>
#include <utility>

#include "search/space/unit_cube.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

/// Each one about halves the interval: it is down to rounding after as many as a double has bits.
constexpr int kMaxShrinks = 60;

VectorXd random_line(Index dimension, bool along_axis, Rng& rng) {
  if (along_axis) return VectorXd::Unit(dimension, rng.uniform_int(0, dimension - 1));
  VectorXd line(dimension);
  for (double& component : line) component = rng.normal();
  return line;
}

/// The t for which position + t line lies in the unit cube: from .first (at most 0) to .second.
std::pair<double, double> inside_cube(const VectorXd& position, const VectorXd& line) {
  std::pair<double, double> range{-1e300, 1e300};
  for (Index i = 0; i < line.size(); ++i) {
    if (line[i] == 0.0) continue;
    const double to_low = -position[i] / line[i];
    const double to_high = (1.0 - position[i]) / line[i];
    range.first = std::max(range.first, std::min(to_low, to_high));
    range.second = std::min(range.second, std::max(to_low, to_high));
  }
  return range;
}

}  // namespace

Parameters walk_allowed(const SearchSpace& space, const Parameters& start, Rng& rng) {
  const UnitCube cube(space);
  const Index d = cube.dimension();
  if (d == 0) return start;
  VectorXd position = cube.position(start, rng);
  Parameters point = start;
  const Index steps = std::min<Index>(20 + 5 * d, 200);
  for (Index step = 0; step < steps; ++step) {
    const VectorXd line = random_line(d, step % 2 == 1, rng);
    auto [low, high] = inside_cube(position, line);
    for (int shrink = 0; shrink < kMaxShrinks; ++shrink) {
      const double t = rng.uniform(low, high);
      const VectorXd moved = (position + t * line).cwiseMax(0.0).cwiseMin(1.0);
      Parameters candidate = cube.point(moved);
      if (!space.forbidden(candidate)) {
        position = moved;
        point = std::move(candidate);
        break;
      }
      (t < 0.0 ? low : high) = t;
    }
  }
  return point;
}

}  // namespace wattle::search
