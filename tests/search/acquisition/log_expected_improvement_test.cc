// SPDX-License-Identifier: MIT
#include "search/acquisition/log_expected_improvement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

double phi(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi); }
double distribution(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

TEST(LogExpectedImprovement, AgreesWithTheTextbook) {
  for (const double mean : {-1.0, 0.0, 0.7, 3.0}) {
    for (const double s : {0.5, 1.0, 4.0}) {
      const double best = 0.2;
      const double z = (best - mean) / s;
      const double expected = (best - mean) * distribution(z) + s * phi(z);  // [Jones1998, Eq. 15]
      // The sum cancels to no less than 1e-4 of its terms for z > -6.
      EXPECT_NEAR(std::exp(log_expected_improvement(mean, s * s, best).value) / expected, 1.0,
                  1e-10);
    }
  }
}

TEST(LogExpectedImprovement, AgreesWithQuadrature) {
  const double mean = 0.4;
  const double s = 0.8;
  const double best = 0.1;
  // The trapezoidal rule of max(best - y, 0) times the density: the kink costs step^2 / 12.
  constexpr double kStep = 1e-4;
  double sum = 0.0;
  for (double y = best; y > mean - 12.0 * s; y -= kStep) {
    sum += (best - y) * phi((y - mean) / s) / s * kStep;
  }
  EXPECT_NEAR(std::exp(log_expected_improvement(mean, s * s, best).value), sum, kStep * kStep);
}

TEST(LogExpectedImprovement, TendsToTheGainWithoutDoubt) {
  // log h and log s are 23 each, with opposite signs: their sum keeps 23 eps or so.
  EXPECT_NEAR(std::exp(log_expected_improvement(1.0, 1e-20, 3.0).value), 2.0, 2.0 * 50 * 2.2e-16);
}

TEST(LogExpectedImprovement, GradientAgreesWithDifferences) {
  for (const double mean : {-2.0, 0.0, 1.0, 10.0}) {
    const auto value = [](const Eigen::VectorXd& x) {
      return log_expected_improvement(x[0], x[1], 0.3).value;
    };
    const Eigen::VectorXd x = Eigen::Vector2d(mean, 0.6);
    const NormalFunction analytic = log_expected_improvement(mean, 0.6, 0.3);
    const Eigen::VectorXd gradient = Eigen::Vector2d(analytic.mean_slope, analytic.variance_slope);
    EXPECT_LT((gradient - test::numeric_gradient(value, x)).cwiseAbs().maxCoeff(),
              test::gradient_tolerance(value(x), gradient))
        << mean;
  }
}

TEST(LogExpectedImprovement, StillHasASlopeWhereImprovementIsHopeless) {
  const NormalFunction hopeless = log_expected_improvement(1e6, 1.0, 0.0);
  EXPECT_NEAR(hopeless.mean_slope / -1e6, 1.0, 1e-11);
  EXPECT_GT(hopeless.variance_slope, 0.0);
}

}  // namespace
}  // namespace wattle::search
