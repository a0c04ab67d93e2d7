// SPDX-License-Identifier: MIT
#include "search/acquisition/candidates.h"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// u on [0, 1) to a coordinate's own scale.
double from_uniform(const Coordinate& coordinate, double u) {
  if (coordinate.kind == Coordinate::Kind::kNumeric) return u;
  return std::min(std::floor(u * coordinate.choices), coordinate.choices - 1.0);
}

const Coordinate& coordinate_of(const Domain& domain, Index k) {
  return domain.encoding().coordinates()[static_cast<std::size_t>(k)];
}

double perturb(const Coordinate& coordinate, double x, double scale, Rng& rng) {
  if (coordinate.kind == Coordinate::Kind::kCategorical || std::isnan(x)) {
    return from_uniform(coordinate, rng.uniform());
  }
  return std::clamp(x + scale * rng.normal(), 0.0, 1.0);
}

}  // namespace

MatrixXd unsnapped_spread(const Domain& domain, Index count, Rng& rng) {
  const Index d = domain.dimension();
  MatrixXd points(count, d);
  if (d == 0) return points;
  boost::random::sobol sobol(static_cast<std::size_t>(d));
  boost::random::uniform_01<double> unit;
  VectorXd shift(d);
  for (double& s : shift) s = rng.uniform();
  for (Index i = 0; i < count; ++i) {
    for (Index k = 0; k < d; ++k) {
      const double u = unit(sobol) + shift[k];
      points(i, k) = from_uniform(coordinate_of(domain, k), u < 1.0 ? u : u - 1.0);
    }
  }
  return points;
}

MatrixXd spread_candidates(const Domain& domain, Index count, Rng& rng) {
  return domain.snap_rows(unsnapped_spread(domain, count, rng));
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
  return domain.snap_rows(points);
}

}  // namespace wattle::search
