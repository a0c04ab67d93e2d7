// SPDX-License-Identifier: MIT
// Expected growth of the area that a Pareto front of two minimised objectives dominates.
#pragma once

#include <array>
#include <vector>

#include "search/acquisition/log_expected_improvement.h"

namespace wattle::search {

using ObjectivePair = std::array<double, 2>;

/// The region no point of a front dominates, cut into vertical strips between neighbours.
class Front {
 public:
  /// `points` in any order; those dominated, or not below `reference` in both objectives, are
  /// dropped. O(k log k).
  Front(std::vector<ObjectivePair> points, const ObjectivePair& reference);

  /// left < y1 <= right and y2 < top: where a new point gains area. `left` of the first strip is
  /// minus infinity.
  struct Strip {
    double left = 0.0;
    double right = 0.0;
    double top = 0.0;
  };
  const std::vector<Strip>& strips() const { return strips_; }
  /// What a point adds to the dominated area.
  double improvement(const ObjectivePair& point) const;

 private:
  std::vector<Strip> strips_;
};

struct PairFunction {
  double value = 0.0;
  std::array<double, 2> mean_slope{};
  std::array<double, 2> variance_slope{};
};

/// log E[improvement(Y)] for independent Y1, Y2 ~ N(mean, variance). Exact
/// [Emmerich2011, Yang2019], and differentiable as in [Daulton2020]: with psi(c) = E[max(c - Y, 0)]
/// = s h((c - mean)/s),
///   EHVI = sum over strips of (psi1(right) - psi1(left)) psi2(top),
/// summed in log space. O(k) for k strips. Requires variances > 0. Strips much narrower than s1
/// lose s1 / width in relative precision.
PairFunction log_expected_hypervolume_improvement(const ObjectivePair& mean,
                                                  const ObjectivePair& variance,
                                                  const Front& front);

}  // namespace wattle::search
