// SPDX-License-Identifier: MIT
#include "search/acquisition/per_joule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/search/acquisition/test_spaces.h"
#include "tests/search/gp/mixed_points.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

GaussianProcess log10_joules() {
  Rng rng(2);
  const auto coordinates = test::numeric_coordinates(3);
  VectorXd outputs(10);
  for (double& y : outputs) y = 4.0 + 0.5 * rng.normal();
  return {std::make_shared<Kernel>(Embedding(coordinates), KernelFamily::kMatern52),
          {Eigen::Vector3d(0.5, 0.8, 1.1), 1.0, 1e-3},
          test::random_points(coordinates, 10, rng),
          outputs};
}

const VectorXd kPoint = Eigen::Vector3d(0.35, 0.6, 0.81);
const test::Hill kHill(Eigen::Vector3d(0.1, 0.5, 0.9));

TEST(PerJoule, DividesByTheExpectationOfJoules) {
  const GaussianProcess joules = log10_joules();
  const Posterior posterior = joules.posterior(kPoint.transpose());
  // E[10^Y] for Y ~ N(m, v), by Simpson's rule over ten deviations either way; panels of 0.01
  // deviations err by about 1e-8 / 180.
  const double deviation = std::sqrt(posterior.variance[0]);
  constexpr int kPanels = 2000;
  double expectation = 0.0;
  for (int i = 0; i <= kPanels; ++i) {
    const double z = -10.0 + 20.0 * i / kPanels;
    const double weight = (i == 0 || i == kPanels) ? 1.0 : (i % 2 == 1 ? 4.0 : 2.0);
    expectation += weight * std::exp(-0.5 * z * z) * std::pow(10.0, deviation * z);
  }
  expectation *= std::pow(10.0, posterior.mean[0]) * (20.0 / kPanels / 3.0) /
                 std::sqrt(2.0 * std::numbers::pi);
  const double utility = std::exp(kHill.values(kPoint.transpose())[0]);
  const PerJoule acquisition(kHill, joules, 1.0);
  EXPECT_NEAR(acquisition.values(kPoint.transpose())[0], std::log(utility / expectation), 1e-9);
}

TEST(PerJoule, GradientAgreesWithDifferences) {
  const GaussianProcess joules = log10_joules();
  for (const double exponent : {0.0, 0.4, 1.0}) {
    const PerJoule acquisition(kHill, joules, exponent);
    VectorXd gradient;
    const double value = acquisition.value(kPoint, gradient);
    const VectorXd numeric = test::numeric_gradient(
        [&](const VectorXd& p) { return acquisition.values(p.transpose())[0]; }, kPoint);
    EXPECT_LT((gradient - numeric).cwiseAbs().maxCoeff(), test::gradient_tolerance(value, gradient))
        << exponent;
  }
}

TEST(PerJoule, LeavesTheUtilityAsItIsAtExponentZero) {
  const GaussianProcess joules = log10_joules();
  const PerJoule acquisition(kHill, joules, 0.0);
  EXPECT_EQ(acquisition.values(kPoint.transpose()), kHill.values(kPoint.transpose()));
}

TEST(PerJoule, FallsInProportionToTheExponent) {
  const GaussianProcess joules = log10_joules();
  Rng rng(3);
  const MatrixXd points = test::random_points(test::numeric_coordinates(3), 50, rng);
  // The same utility everywhere: only joules tell points apart.
  class Flat final : public Acquisition {
   public:
    VectorXd values(const MatrixXd& rows) const override { return VectorXd::Zero(rows.rows()); }
    double value(const VectorXd& point, VectorXd& gradient) const override {
      gradient = VectorXd::Zero(point.size());
      return 0.0;
    }
  };
  const Flat flat;
  const VectorXd whole = PerJoule(flat, joules, 1.0).values(points);
  const VectorXd half = PerJoule(flat, joules, 0.5).values(points);
  EXPECT_LT(whole.maxCoeff(), 0.0);  // thousands of joules
  EXPECT_LT((whole - 2.0 * half).cwiseAbs().maxCoeff(), 1e-14 * whole.cwiseAbs().maxCoeff());
}

TEST(BudgetShare, IsThatOfTheLimitNearestToItsEnd) {
  EXPECT_EQ(budget_share({}), 0.0);
  EXPECT_DOUBLE_EQ(budget_share({{5, 20}, {600.0, 1000.0}, {1e3, 1e4}}), 0.6);
  EXPECT_EQ(budget_share({{25, 20}, {1.0, 10.0}}), 1.0);
  EXPECT_EQ(budget_share({{0.0, 0.0}}), 1.0);
}

TEST(JoulesExponent, CoolsFromOneToZeroOnceTheDesignIsDone) {
  EXPECT_EQ(joules_exponent(0.1, 0.25), 1.0);
  EXPECT_EQ(joules_exponent(0.25, 0.25), 1.0);
  EXPECT_DOUBLE_EQ(joules_exponent(0.625, 0.25), 0.5);
  EXPECT_EQ(joules_exponent(1.0, 0.25), 0.0);
  EXPECT_EQ(joules_exponent(1.0, 1.0), 1.0);  // a design that takes the whole budget
  EXPECT_DOUBLE_EQ(joules_exponent(0.3), 0.7);
}

}  // namespace
}  // namespace wattle::search
