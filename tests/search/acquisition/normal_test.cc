// SPDX-License-Identifier: MIT
#include "search/acquisition/normal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace wattle::search {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Laplace's continued fraction of R(t), evaluated from far down: converges for every t > 0, fast
/// for t >= 1, where 500 levels leave less than rounding.
double mills_by_fraction(double t) {
  double tail = t;
  for (int k = 500; k >= 1; --k) tail = t + k / tail;
  return 1.0 / tail;
}

TEST(ScaledErfc, AgreesWithTheContinuedFraction) {
  for (double x = 1.0; x < 1e8; x *= 1.03) {
    const double expected =
        std::sqrt(2.0 / std::numbers::pi) * mills_by_fraction(std::numbers::sqrt2 * x);
    EXPECT_NEAR(scaled_erfc(x) / expected, 1.0, 1e-14) << x;
  }
}

TEST(LogNormalDistribution, AgreesWithErfcWhereThatHasDigits) {
  for (double z = -37.0; z < 8.0; z += 0.25) {
    const double expected = std::log(0.5 * std::erfc(-z / std::numbers::sqrt2));
    // Near zero the log of a number next to one keeps eps absolutely.
    EXPECT_NEAR(log_normal_distribution(z), expected, 1e-13 * std::abs(expected) + kEpsilon) << z;
  }
}

TEST(LogNormalDistribution, IsFiniteAndMonotoneOver200Decades) {
  double last = -kInfinity;
  for (double exponent = 150.0; exponent > -50.0; exponent -= 0.25) {
    const double value = log_normal_distribution(-std::pow(10.0, exponent));
    ASSERT_TRUE(std::isfinite(value)) << exponent;
    ASSERT_GE(value, last) << exponent;
    last = value;
  }
  EXPECT_DOUBLE_EQ(last, -std::numbers::ln2);
}

TEST(NormalDensityOverDistribution, IsTheSlopeOfTheLog) {
  for (double z = -30.0; z < 5.0; z += 0.5) {
    constexpr double kStep = 1e-4;
    const double slope =
        (log_normal_distribution(z + kStep) - log_normal_distribution(z - kStep)) / (2.0 * kStep);
    // eps |log Phi| / step of rounding (log Phi is -454 at -30), and step^2 of truncation.
    EXPECT_NEAR(normal_density_over_distribution(z), slope, 1e-8) << z;
  }
}

TEST(LogH, AgreesWithItsDefinitionWhereThatHasDigits) {
  for (double z = -4.0; z < 30.0; z += 0.125) {
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
    const double expected = density + z * 0.5 * std::erfc(-z / std::numbers::sqrt2);
    // At -4 the sum cancels to 1/20 of its terms.
    EXPECT_NEAR(std::exp(log_h(z).value) / expected, 1.0, 1e-13) << z;
  }
}

TEST(LogH, AgreesWithQuadratureInTheTail) {
  // h(-t) = phi(t) int_0^inf u exp(-t u - u^2 / 2) du. Simpson's rule over w = t u on [0, 60] with
  // 6,000 panels errs by about (0.01)^4 / 180.
  for (const double t : {1.0, 5.0, 14.0, 14.9, 15.1, 16.0, 40.0, 1e3, 1e6}) {
    constexpr int kPanels = 6000;
    constexpr double kStep = 60.0 / kPanels;
    double sum = 0.0;
    for (int i = 0; i <= kPanels; ++i) {
      const double w = i * kStep;
      const double weight = (i == 0 || i == kPanels) ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0);
      sum += weight * w * std::exp(-w - 0.5 * w * w / (t * t));
    }
    const double log_integral = std::log(sum * kStep / 3.0) - 2.0 * std::log(t);
    const double expected = log_normal_density(t) + log_integral;
    EXPECT_NEAR(log_h(-t).value, expected, 1e-9 + kEpsilon * std::abs(expected)) << t;
  }
}

TEST(LogH, IsFiniteAndMonotoneOver200Decades) {
  double last = -kInfinity;
  double last_slope = kInfinity;
  for (double exponent = 150.0; exponent > -50.0; exponent -= 0.25) {
    const LogH h = log_h(-std::pow(10.0, exponent));
    ASSERT_TRUE(std::isfinite(h.value)) << exponent;
    ASSERT_GE(h.value, last) << exponent;
    ASSERT_TRUE(std::isfinite(h.distribution_over_h)) << exponent;
    // The slope of log h falls from t to 1 / (2 phi(0)); rounding of 1 - t R(t) may show.
    ASSERT_LE(h.distribution_over_h, last_slope * (1.0 + 1e-12)) << exponent;
    last = h.value;
    last_slope = h.distribution_over_h;
  }
  for (double exponent = -50.0; exponent < 150.0; exponent += 0.25) {
    const LogH h = log_h(std::pow(10.0, exponent));
    ASSERT_TRUE(std::isfinite(h.value)) << exponent;
    ASSERT_GE(h.value, last) << exponent;
    last = h.value;
  }
}

TEST(LogH, IsContinuousWhereItsFormulasMeet) {
  for (const double z : {-15.0, 0.0, -10.0 * std::numbers::sqrt2}) {
    const double below = std::nextafter(z, -kInfinity);
    const double above = std::nextafter(z, kInfinity);
    // 1 - t R(t) just inside 15 keeps 15^2 eps.
    EXPECT_NEAR(log_h(below).value, log_h(above).value, 300.0 * kEpsilon * (1.0 + z * z)) << z;
    EXPECT_NEAR(log_h(below).distribution_over_h / log_h(above).distribution_over_h, 1.0, 1e-12);
  }
}

TEST(LogH, SlopeTendsToTheDistanceInTheTail) {
  // d log h / dz = t + 2 / t - ... for t = -z.
  for (const double t : {1e2, 1e4, 1e8, 1e100}) {
    EXPECT_NEAR(log_h(-t).distribution_over_h / t, 1.0 + 2.0 / (t * t),
                20.0 / std::pow(t, 4) + 1e-14);
  }
}

TEST(LogOneMinusExp, IsAccurateAtBothEnds) {
  EXPECT_DOUBLE_EQ(log_one_minus_exp(-1e-300), std::log(1e-300));
  EXPECT_DOUBLE_EQ(log_one_minus_exp(-100.0), -std::exp(-100.0));
  EXPECT_EQ(log_one_minus_exp(0.0), -kInfinity);
}

TEST(LogAdd, AddsWithoutOverflow) {
  EXPECT_DOUBLE_EQ(log_add(1e4, 1e4), 1e4 + std::numbers::ln2);
  EXPECT_DOUBLE_EQ(log_add(std::log(2.0), std::log(3.0)), std::log(5.0));
  EXPECT_EQ(log_add(-kInfinity, 3.0), 3.0);
  EXPECT_EQ(log_add(-kInfinity, -kInfinity), -kInfinity);
}

}  // namespace
}  // namespace wattle::search
