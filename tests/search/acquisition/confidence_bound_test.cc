// SPDX-License-Identifier: MIT
#include "search/acquisition/confidence_bound.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

TEST(NegativeLowerConfidenceBound, LiesDeviationsBelowTheMean) {
  // sqrt(4 x 0.25) = 1 below 3.
  EXPECT_DOUBLE_EQ(negative_lower_confidence_bound(3.0, 0.25, 4.0).value, -2.0);
  EXPECT_DOUBLE_EQ(negative_lower_confidence_bound(3.0, 0.25, 0.0).value, -3.0);
}

TEST(NegativeLowerConfidenceBound, GradientAgreesWithDifferences) {
  for (const double beta : {0.0, 0.7, 9.0}) {
    const auto value = [&](const Eigen::VectorXd& x) {
      return negative_lower_confidence_bound(x[0], x[1], beta).value;
    };
    const Eigen::VectorXd x = Eigen::Vector2d(-1.3, 0.4);
    const NormalFunction bound = negative_lower_confidence_bound(x[0], x[1], beta);
    const Eigen::VectorXd gradient = Eigen::Vector2d(bound.mean_slope, bound.variance_slope);
    EXPECT_LT((gradient - test::numeric_gradient(value, x)).cwiseAbs().maxCoeff(),
              test::gradient_tolerance(bound.value, gradient))
        << beta;
  }
}

TEST(NegativeLowerConfidenceBound, IsFiniteOver200Decades) {
  for (double exponent = -100.0; exponent <= 100.0; exponent += 0.5) {
    const double variance = std::pow(10.0, exponent);
    const NormalFunction bound = negative_lower_confidence_bound(1.0, variance, 4.0);
    // Scale invariance: the width is 2 s, its slope 1 / s.
    ASSERT_DOUBLE_EQ(bound.value, 2.0 * std::sqrt(variance) - 1.0) << exponent;
    ASSERT_NEAR(bound.variance_slope * std::sqrt(variance), 1.0, 1e-15) << exponent;
  }
}

TEST(ConfidenceBeta, FollowsItsSchedule) {
  // |D| = 1, t = 1: (2/5) log(pi^2 / 0.6).
  EXPECT_DOUBLE_EQ(confidence_beta(1, 0.0),
                   0.4 * std::log(std::numbers::pi * std::numbers::pi / 0.6));
  // Ten times the observations add (2/5) log 100, ten times the points (2/5) log 10.
  const double ten = std::numbers::ln10;
  EXPECT_NEAR(confidence_beta(50, 3.0) - confidence_beta(5, 3.0), 0.8 * ten, 1e-14);
  EXPECT_NEAR(confidence_beta(5, 3.0 + ten) - confidence_beta(5, 3.0), 0.4 * ten, 1e-14);
}

TEST(ConfidenceBeta, OfAContinuumGrowsWithItsDimension) {
  EXPECT_EQ(log_points_of_continuum(0), 0.0);
  EXPECT_DOUBLE_EQ(log_points_of_continuum(3), std::log(1000.0));
}

}  // namespace
}  // namespace wattle::search
