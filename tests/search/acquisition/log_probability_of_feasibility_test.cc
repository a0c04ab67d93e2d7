// SPDX-License-Identifier: MIT
#include "search/acquisition/log_probability_of_feasibility.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

TEST(LogProbabilityOfFeasibility, IsHalfAtTheLimit) {
  EXPECT_DOUBLE_EQ(log_probability_of_feasibility(2.0, 0.3, 2.0).value, -std::numbers::ln2);
}

TEST(LogProbabilityOfFeasibility, FollowsTheNormalDistribution) {
  // One standard deviation inside the limit: Phi(1) = (1 + erf(1 / sqrt(2))) / 2.
  const double expected = std::log(0.5 * (1.0 + std::erf(1.0 / std::numbers::sqrt2)));
  EXPECT_NEAR(log_probability_of_feasibility(1.0, 4.0, 3.0).value, expected, 1e-15);
}

TEST(LogProbabilityOfFeasibility, GradientAgreesWithDifferences) {
  for (const double mean : {-3.0, 0.0, 0.9, 8.0}) {
    const auto value = [](const Eigen::VectorXd& x) {
      return log_probability_of_feasibility(x[0], x[1], 0.5).value;
    };
    const Eigen::VectorXd x = Eigen::Vector2d(mean, 0.7);
    const NormalFunction analytic = log_probability_of_feasibility(mean, 0.7, 0.5);
    const Eigen::VectorXd gradient = Eigen::Vector2d(analytic.mean_slope, analytic.variance_slope);
    EXPECT_LT((gradient - test::numeric_gradient(value, x)).cwiseAbs().maxCoeff(),
              test::gradient_tolerance(value(x), gradient))
        << mean;
  }
}

}  // namespace
}  // namespace wattle::search
