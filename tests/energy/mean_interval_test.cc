// SPDX-License-Identifier: MIT
#include "energy/mean_interval.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace wattle::energy {
namespace {

// t(0.975; 1) = 12.7062, of the tables.
TEST(MeanInterval, OfTwoIsStudentsOfOneDegreeOfFreedom) {
  const std::array values{1.0, 3.0};
  const MeanInterval interval = mean_interval(values);
  EXPECT_DOUBLE_EQ(interval.mean, 2.0);
  EXPECT_NEAR(interval.half_width, 12.7062, 1e-4);
}

// t(0.975; 4) = 2.77645; the deviation of 1 .. 5 is sqrt(2.5).
TEST(MeanInterval, OfFive) {
  const std::array values{1.0, 2.0, 3.0, 4.0, 5.0};
  EXPECT_NEAR(mean_interval(values).half_width, 2.77645 * std::sqrt(2.5 / 5.0), 1e-4);
}

TEST(MeanInterval, OfOneKnowsNoWidth) {
  const std::array values{7.0};
  EXPECT_DOUBLE_EQ(mean_interval(values).mean, 7.0);
  EXPECT_DOUBLE_EQ(mean_interval(values).half_width, 0.0);
  EXPECT_DOUBLE_EQ(mean_interval({}).mean, 0.0);
}

}  // namespace
}  // namespace wattle::energy
