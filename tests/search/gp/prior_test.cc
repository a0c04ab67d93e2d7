// SPDX-License-Identifier: MIT
#include "search/gp/prior.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::VectorXd;

TEST(LogNormal, HasDensityOfTotalOne) {
  const LogNormal prior{0.3, 0.8};
  // Over log x, p(x) x is a normal density: the trapezoidal rule is exact to rounding for it.
  constexpr double kStep = 0.05;
  double sum = 0.0;
  for (double log_x = -10.0; log_x < 10.0; log_x += kStep) {
    sum += std::exp(prior.log_density(log_x) + log_x) * kStep;
  }
  EXPECT_NEAR(sum, 1.0, 1e-12);
}

TEST(LogNormal, IsLargestAtItsMode) {
  const LogNormal prior{0.3, 0.8};
  EXPECT_NEAR(prior.slope(prior.log_mode()), 0.0, 1e-15);
  EXPECT_GT(prior.log_density(prior.log_mode()), prior.log_density(prior.mu));
}

TEST(Prior, ScalesLengthsWithTheRootOfTheDimension) {
  const double one = Prior::of_dimension(1).length_scale.mu;
  EXPECT_NEAR(one, std::sqrt(2.0) - 0.5, 1e-15);
  // Sixteen dimensions: lengths are four times as large.
  EXPECT_NEAR(Prior::of_dimension(16).length_scale.mu - one, std::log(4.0), 1e-15);
  EXPECT_EQ(Prior::of_dimension(0).length_scale.mu, one);
}

TEST(Prior, GradientAgreesWithDifferences) {
  const Prior prior = Prior::of_dimension(4, 2);
  Rng rng(5);
  const VectorXd theta = prior.draw(4, rng);
  ASSERT_EQ(theta.size(), 8);
  const VectorXd gradient = prior.gradient(theta);
  const VectorXd numeric =
      test::numeric_gradient([&](const VectorXd& t) { return prior.log_density(t); }, theta);
  EXPECT_LT((gradient - numeric).cwiseAbs().maxCoeff(),
            test::gradient_tolerance(prior.log_density(theta), gradient));
}

TEST(Prior, TakesInputsAsTheyAreForTheLikeliest) {
  const Prior prior = Prior::of_dimension(2, 4);
  EXPECT_EQ(prior.mode(2).tail(4), VectorXd::Zero(4));
}

TEST(Prior, ModeLiesWithinTheBounds) {
  for (const Eigen::Index d : {1, 6, 100}) {
    const Prior prior = Prior::of_dimension(d, 2 * d);
    const VectorXd mode = prior.mode(d);
    const Bounds bounds = Bounds::of_hyperparameters(d, 2 * d);
    EXPECT_TRUE((mode.array() > bounds.lower.array()).all()) << d;
    EXPECT_TRUE((mode.array() < bounds.upper.array()).all()) << d;
  }
}

}  // namespace
}  // namespace wattle::search
