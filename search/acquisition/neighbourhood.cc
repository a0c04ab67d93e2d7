// SPDX-License-Identifier: MIT
#include "search/acquisition/neighbourhood.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "search/space/sobol_sequence.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double Neighbourhood::lower(Index k) const {
  return std::isnan(centre[k]) ? 0.0 : std::max(0.0, centre[k] - radius);
}

double Neighbourhood::upper(Index k) const {
  return std::isnan(centre[k]) ? 1.0 : std::min(1.0, centre[k] + radius);
}

bool Neighbourhood::contains(const Domain& domain, const VectorXd& point) const {
  for (Index k = 0; k < point.size(); ++k) {
    // An inactive coordinate is NaN, beyond no bound.
    if (!domain.categorical(k) && (point[k] < lower(k) || point[k] > upper(k))) return false;
  }
  return true;
}

MatrixXd neighbourhood_candidates(const Domain& domain, const Neighbourhood& neighbourhood,
                                  Index count, Rng& rng) {
  constexpr std::array kShares{1.0, 1.0 / 3.0, 0.1};
  const Index d = domain.dimension();
  const SobolSequence sequence(d, rng.bits());
  MatrixXd points(count + 1, d);
  for (Index i = 0; i < count; ++i) {
    const double share = kShares[static_cast<std::size_t>(i) % kShares.size()];
    points.row(i) = domain.encoding().at(sequence.point(static_cast<std::uint32_t>(i)));
    for (Index k = 0; k < d; ++k) {
      const double centre = neighbourhood.centre[k];
      if (std::isnan(centre)) continue;
      if (domain.categorical(k)) {
        if (rng.uniform() * static_cast<double>(d) >= 1.0) points(i, k) = centre;
        continue;
      }
      const double low = centre - share * (centre - neighbourhood.lower(k));
      const double high = centre + share * (neighbourhood.upper(k) - centre);
      points(i, k) = low + points(i, k) * (high - low);
    }
  }
  points.row(count) = neighbourhood.centre;
  return domain.allowed_rows(domain.snap_rows(points));
}

}  // namespace wattle::search
