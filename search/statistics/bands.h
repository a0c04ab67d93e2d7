// SPDX-License-Identifier: MIT
// The course of several repeats as one curve, with a band.
#pragma once

#include <Eigen/Core>
#include <string>

#include "search/statistics/bootstrap.h"
#include "search/statistics/quantiles.h"

namespace wattle::search {

struct Band {
  Eigen::VectorXd center;  ///< g x 1; NaN where a repeat has no value
  Eigen::VectorXd low;     ///< g x 1; NaN there, and everywhere with one repeat
  Eigen::VectorXd high;
  double confidence = kDefaultConfidence;
  int repeats = 0;
  StatisticalMethod method = StatisticalMethod::kNone;
  std::string reason;  ///< why there is no band; else empty
};

/// `curves` is n x g: a row a repeat, a column a point of the grid. The centre over repeats of each
/// column, with the percentile bootstrap interval of that point; repeats are drawn whole, so that
/// neighbouring points share their scatter. The band is pointwise: at any one point it holds the
/// true centre with the given confidence, not at all of them together. Where a repeat has no value
/// yet (NaN) there is none at all, since the others' would be a centre of the quick ones. A median
/// may be of infinite values (+infinity for "nothing yet"); a mean of them counts as none.
/// O(resamples n g log n); options.method is not looked at.
Band pointwise_band(const Eigen::MatrixXd& curves, Center center, const BootstrapOptions& options,
                    Rng& rng);

}  // namespace wattle::search
