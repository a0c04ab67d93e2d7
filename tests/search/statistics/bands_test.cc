// SPDX-License-Identifier: MIT
#include "search/statistics/bands.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "tests/search/statistics/matrix_table.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(PointwiseBand, HasTheBootstrapIntervalOfEachPoint) {
  Rng rng(1);
  const MatrixXd curves = test::skewed_matrix(15, 3, rng);
  const auto repeats = static_cast<std::size_t>(curves.rows());
  for (const Center center : {Center::kMean, Center::kMedian}) {
    Rng band_draws(5);
    const Band band = pointwise_band(curves, center, {}, band_draws);
    for (Index g = 0; g < curves.cols(); ++g) {
      Rng same_draws(5);
      BootstrapOptions options;
      options.method = StatisticalMethod::kPercentile;
      const ResampledStatistic statistic = [&](const Resample& groups) {
        std::vector<double> drawn;
        for (const std::size_t i : groups[0]) drawn.push_back(curves(static_cast<Index>(i), g));
        return center_of(drawn, center);
      };
      const Estimate estimate = bootstrap(std::array{repeats}, statistic, options, same_draws);
      EXPECT_EQ(band.center[g], estimate.value);
      EXPECT_EQ(band.low[g], estimate.interval.value().low);
      EXPECT_EQ(band.high[g], estimate.interval.value().high);
    }
  }
}

TEST(PointwiseBand, HasNothingWhereARepeatHasNothing) {
  MatrixXd curves(3, 3);
  curves << kNan, 3, 2, 5, 4, 1, 7, 6, 3;
  Rng rng(2);
  const Band band = pointwise_band(curves, Center::kMean, {}, rng);
  EXPECT_TRUE(std::isnan(band.center[0]));
  EXPECT_TRUE(std::isnan(band.low[0]));
  EXPECT_EQ(band.center[2], 2.0);
  EXPECT_LE(band.low[2], 2.0);
  EXPECT_EQ(band.repeats, 3);
}

TEST(PointwiseBand, TakesTheMedianOfInfinities) {
  MatrixXd curves(3, 1);
  curves << 4, 5, kInfinity;
  Rng rng(3);
  EXPECT_EQ(pointwise_band(curves, Center::kMedian, {}, rng).center[0], 5.0);
  EXPECT_EQ(pointwise_band(curves, Center::kMedian, {}, rng).high[0], kInfinity);
  EXPECT_TRUE(std::isnan(pointwise_band(curves, Center::kMean, {}, rng).center[0]));
}

TEST(PointwiseBand, IsALineOfASingleRepeat) {
  Rng rng(4);
  const Band band = pointwise_band(MatrixXd::Ones(1, 2), Center::kMean, {}, rng);
  EXPECT_EQ(band.center[1], 1.0);
  EXPECT_TRUE(std::isnan(band.low[1]));
  EXPECT_FALSE(band.reason.empty());
  EXPECT_FALSE(pointwise_band(MatrixXd(0, 2), Center::kMean, {}, rng).reason.empty());
}

}  // namespace
}  // namespace wattle::search
