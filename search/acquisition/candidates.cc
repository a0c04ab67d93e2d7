// SPDX-License-Identifier: MIT
#include "search/acquisition/candidates.h"

#include <algorithm>
#include <cmath>

#include "search/space/sobol_sequence.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Points of the sequence that are looked at for each that is wanted.
constexpr Index kPatience = 16;

const Coordinate& coordinate_of(const Domain& domain, Index k) {
  return domain.encoding().coordinates()[static_cast<std::size_t>(k)];
}

double perturb(const Coordinate& coordinate, double x, double scale, Rng& rng) {
  if (coordinate.kind == Coordinate::Kind::kCategorical || std::isnan(x)) {
    return coordinate.at(rng.uniform());
  }
  return std::clamp(x + scale * rng.normal(), 0.0, 1.0);
}

}  // namespace

MatrixXd spread_candidates(const Domain& domain, Index count, Rng& rng) {
  const SobolSequence sequence(domain.dimension(), rng.bits());
  MatrixXd points(count, domain.dimension());
  Index kept = 0;
  for (Index i = 0; kept < count && i < kPatience * count; ++i) {
    const auto position = sequence.point(static_cast<std::uint32_t>(i));
    const VectorXd point = domain.snap(domain.encoding().at(position));
    if (domain.allowed(point)) points.row(kept++) = point;
  }
  return points.topRows(kept);
}

MatrixXd uniform_candidates(const Domain& domain, Index count, Rng& rng) {
  MatrixXd points(count, domain.dimension());
  for (Index i = 0; i < count; ++i) {
    const Result<Parameters> point = domain.space().sample(rng);
    if (!point) return points.topRows(i);
    points.row(i) = domain.encoding().encode(*point);
  }
  return points;
}

MatrixXd nearby_candidates(const Domain& domain, const MatrixXd& centres, Index count, Rng& rng) {
  const Index d = domain.dimension();
  MatrixXd points(count, d);
  const double probability = std::max(0.5, 1.0 / static_cast<double>(std::max<Index>(d, 1)));
  for (Index i = 0; i < count && d > 0; ++i) {
    points.row(i) = centres.row(i % centres.rows());
    const double scale = std::exp(rng.uniform(std::log(1e-3), std::log(0.3)));
    const Index certain = rng.uniform_int(0, d - 1);
    for (Index k = 0; k < d; ++k) {
      if (k != certain && rng.uniform() >= probability) continue;
      points(i, k) = perturb(coordinate_of(domain, k), points(i, k), scale, rng);
    }
  }
  return domain.allowed_rows(domain.snap_rows(points));
}

}  // namespace wattle::search
