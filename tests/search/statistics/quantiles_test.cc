// SPDX-License-Identifier: MIT
#include "search/statistics/quantiles.h"

#include <gtest/gtest.h>

#include <limits>

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(SortedQuantile, InterpolatesBetweenNeighbours) {
  const std::vector<double> values{1.0, 2.0, 4.0, 8.0, 16.0};
  EXPECT_EQ(sorted_quantile(values, 0.0), 1.0);
  EXPECT_EQ(sorted_quantile(values, 0.5), 4.0);
  EXPECT_EQ(sorted_quantile(values, 0.625), 6.0);
  EXPECT_EQ(sorted_quantile(values, 1.0), 16.0);
  EXPECT_EQ(sorted_quantile(std::vector{3.0}, 0.7), 3.0);
}

TEST(SortedQuantile, KeepsInfinities) {
  EXPECT_EQ(sorted_quantile(std::vector{1.0, kInfinity, kInfinity}, 0.9), kInfinity);
  EXPECT_EQ(sorted_quantile(std::vector{1.0, kInfinity}, 0.1), kInfinity);
  EXPECT_EQ(sorted_quantile(std::vector{1.0, 2.0, kInfinity}, 0.5), 2.0);
  EXPECT_EQ(sorted_quantile(std::vector{-kInfinity, kInfinity}, 0.5), -kInfinity);
}

TEST(CenterOf, IsTheMeanOrTheMedian) {
  EXPECT_EQ(center_of({9.0, 1.0, 2.0}, Center::kMean), 4.0);
  EXPECT_EQ(center_of({9.0, 1.0, 2.0}, Center::kMedian), 2.0);
  EXPECT_EQ(center_of({9.0, 1.0, 2.0, 3.0}, Center::kMedian), 2.5);
}

}  // namespace
}  // namespace wattle::search
