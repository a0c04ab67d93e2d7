// SPDX-License-Identifier: MIT
#include "search/report/ticks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace wattle::search {
namespace {

TEST(Ticks, StepsAreOneTwoOrFiveTimesAPowerOfTen) {
  for (double span = 1e-6; span < 1e9; span *= 1.37) {
    const double step = nice_step(span, 5);
    const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    // Rounding of two logarithms and a quotient: some 1e-15; the next nice number is 1 away.
    constexpr double kRounding = 1e-6;
    const bool nice = std::abs(mantissa - 1.0) < kRounding ||
                      std::abs(mantissa - 2.0) < kRounding || std::abs(mantissa - 5.0) < kRounding;
    EXPECT_TRUE(nice) << span << " gives " << step;
  }
}

/// The borders between steps are geometric means, so a step is off by at most a factor sqrt(5/2).
TEST(Ticks, ThereAreAboutAsManyAsWanted) {
  for (double high = 1e-3; high < 1e6; high *= 1.7) {
    const std::size_t count = AxisScale(0.0, high, false).ticks(5).size();
    EXPECT_GE(count, 3U) << high;
    EXPECT_LE(count, 10U) << high;
  }
}

TEST(Ticks, AreInsideTheAxisAndAscend) {
  for (const bool logarithmic : {false, true}) {
    for (double high = 2.0; high < 1e7; high *= 3.1) {
      const AxisScale scale(1.5, high, logarithmic);
      const auto ticks = scale.ticks(5);
      EXPECT_TRUE(std::is_sorted(ticks.begin(), ticks.end()));
      for (const double tick : ticks) {
        EXPECT_GE(scale.to_unit(tick), -1e-6);
        EXPECT_LE(scale.to_unit(tick), 1.0 + 1e-6);
      }
    }
  }
}

TEST(Ticks, DecimalTicksAreTheNearestDoubles) {
  const auto ticks = AxisScale(0.0, 0.5, false).ticks(5);
  EXPECT_NE(std::find(ticks.begin(), ticks.end(), 0.3), ticks.end());
}

TEST(Ticks, PowersOfTenOnALongLogarithmicAxis) {
  for (const double tick : AxisScale(1.0, 1e8, true).ticks(5)) {
    const double power = std::log10(tick);
    EXPECT_DOUBLE_EQ(power, std::round(power));
  }
}

TEST(AxisScale, KeepsDataInsideTheFrame) {
  const AxisScale scale(3.0, 7.0, false);
  EXPECT_GT(scale.to_unit(3.0), 0.0);
  EXPECT_LT(scale.to_unit(7.0), 1.0);
  EXPECT_DOUBLE_EQ(scale.to_unit(5.0), 0.5);
}

TEST(AxisScale, PutsASingleValueInTheMiddle) {
  for (const double value : {-4.0, 0.0, 1e-9, 12.0}) {
    EXPECT_DOUBLE_EQ(AxisScale(value, value, false).to_unit(value), 0.5) << value;
  }
}

TEST(AxisScale, IsLinearWhereALogarithmHasNoMeaning) {
  EXPECT_FALSE(AxisScale(0.0, 10.0, true).logarithmic());
}

TEST(AxisScale, WantsALogarithmAboveOneAndAHalfDecades) {
  EXPECT_FALSE(wants_logarithm(1.0, 31.0));
  EXPECT_TRUE(wants_logarithm(1.0, 32.0));
  EXPECT_FALSE(wants_logarithm(0.0, 1000.0));
}

}  // namespace
}  // namespace wattle::search
