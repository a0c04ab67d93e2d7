// SPDX-License-Identifier: MIT
#include "search/statistics/bands.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace wattle::search {
namespace {

using Eigen::Index;

std::vector<double> column_of(const Eigen::MatrixXd& curves, Index column) {
  const auto values = curves.col(column);
  return {values.begin(), values.end()};
}

}  // namespace

Band pointwise_band(const Eigen::MatrixXd& curves, Center center, const BootstrapOptions& options,
                    Rng& rng) {
  const auto repeats = static_cast<std::size_t>(curves.rows());
  Band band;
  band.confidence = options.confidence;
  band.repeats = static_cast<int>(repeats);
  band.center.setConstant(curves.cols(), std::numeric_limits<double>::quiet_NaN());
  band.low = band.high = band.center;
  if (repeats == 0) band.reason = "there is no repeat";
  if (repeats == 1) band.reason = "a single repeat cannot be resampled";

  std::vector<std::vector<std::size_t>> draws;
  if (band.reason.empty()) {
    band.method = StatisticalMethod::kPercentile;
    for (int b = 0; b < options.resamples; ++b) draws.push_back(resample_indices(repeats, rng));
  }
  std::vector<double> drawn(repeats);
  std::vector<double> centers(draws.size());
  for (Index g = 0; g < curves.cols() && repeats > 0; ++g) {
    const std::vector<double> column = column_of(curves, g);
    const bool usable =
        center == Center::kMean ? finite_defect(column).empty() : ranking_defect(column).empty();
    if (!usable) continue;
    band.center[g] = center_of(column, center);
    if (draws.empty()) continue;
    for (std::size_t b = 0; b < draws.size(); ++b) {
      for (std::size_t i = 0; i < repeats; ++i) drawn[i] = column[draws[b][i]];
      centers[b] = center_of(drawn, center);
    }
    const ConfidenceInterval interval = percentile_interval(centers, options.confidence);
    band.low[g] = interval.low;
    band.high[g] = interval.high;
  }
  return band;
}

}  // namespace wattle::search
