// SPDX-License-Identifier: MIT
#include "search/gp/gaussian_process.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <numbers>

#include "tests/search/gp/mixed_data.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

std::shared_ptr<const Kernel> matern(const std::vector<Coordinate>& coordinates) {
  return std::make_shared<Kernel>(Embedding(coordinates), KernelFamily::kMatern52);
}

double wave(const VectorXd& x) { return std::sin(5.0 * x[0]) + (x.size() > 1 ? x[1] * x[1] : 0.0); }

TEST(GaussianProcess, FollowsFromOneObservationByHand) {
  // A single value standardises to 0 with mean y: the posterior mean is y everywhere, and
  // the variance is s^2 - k^2 / (s^2 + v).
  const Hyperparameters values{VectorXd::Constant(1, 0.5), 2.0, 0.25};
  const GaussianProcess process(matern(test::numeric_coordinates(1)), values,
                                MatrixXd::Constant(1, 1, 0.2), VectorXd::Constant(1, 7.0));
  const Posterior posterior = process.posterior(MatrixXd::Constant(1, 1, 0.6));
  const double a = std::sqrt(5.0) * 0.4 / 0.5;
  const double k = 2.0 * (1.0 + a + a * a / 3.0) * std::exp(-a);
  EXPECT_DOUBLE_EQ(posterior.mean[0], 7.0);
  EXPECT_NEAR(posterior.variance[0], 2.0 - k * k / 2.25, 20.0 * kEpsilon);
}

TEST(GaussianProcess, FollowsFromTwoObservationsByHand) {
  // y = (1, 3) standardises to z (-1, 1) / sqrt(2) with mean 2 and scale sqrt(2). (-1, 1) is an
  // eigenvector of ((p, q), (q, p)) with eigenvalue p - q, so the mean at x is
  // 2 + (k(x, b) - k(x, a)) / (p - q).
  const Hyperparameters values{VectorXd::Constant(1, 0.5), 1.0, 0.1};
  const MatrixXd points = (MatrixXd(2, 1) << 0.0, 1.0).finished();
  const GaussianProcess process(matern(test::numeric_coordinates(1)), values, points,
                                (VectorXd(2) << 1.0, 3.0).finished());
  const auto k = [](double r) {
    const double a = std::sqrt(5.0) * r / 0.5;
    return (1.0 + a + a * a / 3.0) * std::exp(-a);
  };
  const double x = 0.3;
  const double expected = 2.0 + (k(0.7) - k(0.3)) / (1.1 - k(1.0));
  EXPECT_NEAR(process.mean(MatrixXd::Constant(1, 1, x))[0], expected, 50.0 * kEpsilon);
}

TEST(GaussianProcess, LikelihoodIsTheNormalDensity) {
  const test::MixedData data = test::mixed_data(8);
  const MatrixXd columns = data.kernel->embedding().embed(data.points);
  MatrixXd covariance = data.kernel->covariance(columns, columns, data.hyperparameters);
  covariance.diagonal().array() += data.hyperparameters.noise_variance;
  const VectorXd z = Standardisation::of(data.outputs).apply(data.outputs);
  const double expected = -0.5 * z.dot(covariance.inverse() * z) -
                          0.5 * std::log(covariance.determinant()) -
                          4.0 * std::log(2.0 * std::numbers::pi);
  // Condition at most 8 s^2 / v < 1e4 for these hyperparameters.
  EXPECT_NEAR(data.process().log_marginal_likelihood(), expected, 1e4 * kEpsilon * 8.0);
}

TEST(GaussianProcess, InterpolatesAtLowNoise) {
  Rng rng(6);
  const auto coordinates = test::numeric_coordinates(2);
  const MatrixXd points = test::random_points(coordinates, 15, rng);
  VectorXd outputs(15);
  for (Index i = 0; i < 15; ++i) outputs[i] = wave(points.row(i));
  constexpr double kNoise = 1e-8;
  const Hyperparameters values{VectorXd::Constant(2, 0.4), 1.0, kNoise};
  const GaussianProcess process(matern(coordinates), values, points, outputs);
  const Posterior posterior = process.posterior(points);
  // Variance at an observed point lies in (0, v); residuals are v alpha, |alpha| at most z / (least
  // eigenvalue), here a few thousand.
  const double scale = process.standardisation().scale;
  EXPECT_LT(posterior.variance.maxCoeff(), 1.01 * kNoise * scale * scale);
  EXPECT_LT((posterior.mean - outputs).cwiseAbs().maxCoeff(), 1e4 * kNoise * scale);
}

TEST(GaussianProcess, VarianceIsPositiveAndBelowThePrior) {
  const test::MixedData data = test::mixed_data(60);
  const GaussianProcess process = data.process();
  Rng rng(8);
  MatrixXd points(400, 4);
  points << data.points, test::random_points(test::mixed_coordinates(), 340, rng);
  const Posterior posterior = process.posterior(points);
  const double scale = process.standardisation().scale;
  EXPECT_GT(posterior.variance.minCoeff(), 0.0);
  EXPECT_LE(posterior.variance.maxCoeff(),
            data.hyperparameters.signal_variance * scale * scale * (1.0 + kEpsilon));
}

TEST(GaussianProcess, JoinsBlocksWithoutASeam) {
  const test::MixedData data = test::mixed_data(20);
  const GaussianProcess process = data.process();
  Rng rng(12);
  const MatrixXd points = test::random_points(test::mixed_coordinates(), 2100, rng);
  const Posterior whole = process.posterior(points);
  const VectorXd means = process.mean(points);
  // Rounding of the same sums in another order, at a condition below 1e4 and values of 10.
  constexpr double kTolerance = 1e4 * 10 * kEpsilon;
  for (const Index i : {0, 1023, 1024, 2047, 2048, 2099}) {
    const Posterior single = process.posterior(points.row(i));
    EXPECT_NEAR(whole.mean[i], single.mean[0], kTolerance) << i;
    EXPECT_NEAR(whole.variance[i], single.variance[0], kTolerance) << i;
    EXPECT_NEAR(means[i], single.mean[0], kTolerance) << i;
  }
  EXPECT_EQ(process.posterior(points.topRows(0)).mean.size(), 0);
}

TEST(GaussianProcess, JointCovarianceFollowsFromConditioning) {
  const test::MixedData data = test::mixed_data(8);
  Rng rng(13);
  const MatrixXd points = test::random_points(test::mixed_coordinates(), 5, rng);
  const GaussianProcess process = data.process();
  const MatrixXd x = data.kernel->embedding().embed(data.points);
  const MatrixXd at = data.kernel->embedding().embed(points);
  MatrixXd observed = data.kernel->covariance(x, x, data.hyperparameters);
  observed.diagonal().array() += data.hyperparameters.noise_variance;
  const MatrixXd cross = data.kernel->covariance(x, at, data.hyperparameters);
  const double scale = process.standardisation().scale;
  const MatrixXd expected = scale * scale *
                            (data.kernel->covariance(at, at, data.hyperparameters) -
                             cross.transpose() * observed.inverse() * cross);
  const MatrixXd covariance = process.posterior_covariance(points);
  constexpr double kTolerance = 1e4 * 8.0 * 10 * kEpsilon;  // condition x size x scale^2
  EXPECT_LT((covariance - expected).cwiseAbs().maxCoeff(), kTolerance);
  EXPECT_LT((covariance.diagonal() - process.posterior(points).variance).cwiseAbs().maxCoeff(),
            kTolerance);
}

TEST(GaussianProcess, RemembersItsOutputs) {
  const test::MixedData data = test::mixed_data(30);
  const GaussianProcess extended =
      data.process().condition_on(data.points.topRows(2), data.outputs.head(2));
  VectorXd expected(32);
  expected << data.outputs, data.outputs.head(2);
  // L z undoes a triangular solve: backward stable, so only size x eps of values of 10.
  EXPECT_LT((extended.outputs() - expected).cwiseAbs().maxCoeff(), 32 * 10 * 10 * kEpsilon);
}

TEST(GaussianProcess, ExtensionEqualsRefactoring) {
  const test::MixedData data = test::mixed_data(30);
  // Both must use the standardisation of the first part: outputs that leave it as it is.
  VectorXd outputs = data.outputs;
  const Standardisation first = Standardisation::of(outputs.head(20));
  outputs.segment(20, 5).setConstant(first.mean + first.scale);
  outputs.tail(5).setConstant(first.mean - first.scale);
  const GaussianProcess part(data.kernel, data.hyperparameters, data.points.topRows(20),
                             outputs.head(20));
  const GaussianProcess extended =
      part.condition_on(data.points.middleRows(20, 4), outputs.segment(20, 4))
          .condition_on(data.points.bottomRows(6), outputs.tail(6));
  const GaussianProcess whole(data.kernel, data.hyperparameters, data.points, outputs);
  // The factor's condition is at most sqrt(30 s^2 / v) < 1e3.
  constexpr double kTolerance = 1e3 * 30 * kEpsilon;
  EXPECT_EQ(extended.observations(), 30);
  EXPECT_LT((extended.lower() - whole.lower()).cwiseAbs().maxCoeff(), kTolerance);
  Rng rng(9);
  const MatrixXd points = test::random_points(test::mixed_coordinates(), 10, rng);
  EXPECT_LT((extended.posterior(points).variance / (first.scale * first.scale) -
             whole.posterior(points).variance /
                 (whole.standardisation().scale * whole.standardisation().scale))
                .cwiseAbs()
                .maxCoeff(),
            kTolerance);
}

TEST(GaussianProcess, BelievingItsOwnMeanKeepsTheMean) {
  const test::MixedData data = test::mixed_data(20);
  const GaussianProcess process = data.process();
  Rng rng(10);
  const MatrixXd pending = test::random_points(test::mixed_coordinates(), 3, rng);
  const GaussianProcess believing = process.condition_on(pending, process.mean(pending));
  const MatrixXd points = test::random_points(test::mixed_coordinates(), 10, rng);
  constexpr double kTolerance = 1e4 * 20 * kEpsilon * 10.0;  // condition x size x |y|
  EXPECT_LT((believing.mean(points) - process.mean(points)).cwiseAbs().maxCoeff(), kTolerance);
  EXPECT_TRUE((believing.posterior(points).variance.array() <=
               process.posterior(points).variance.array() + kTolerance)
                  .all());
}

class GaussianProcesses : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Inputs, GaussianProcesses, testing::Values(false, true),
                         [](const auto& instance) { return instance.param ? "warped" : "plain"; });

TEST_P(GaussianProcesses, HaveAPosteriorGradientOfDifferences) {
  test::MixedData data = test::mixed_data(12, test::numeric_coordinates(3), GetParam());
  for (Index i = 0; i < 12; ++i) data.outputs[i] = wave(data.points.row(i));
  const GaussianProcess process = data.process();
  const VectorXd x = Eigen::Vector3d(0.31, 0.62, 0.87);
  const PosteriorGradient analytic = process.posterior_gradient(x);
  const auto mean = [&](const VectorXd& p) { return process.posterior(p.transpose()).mean[0]; };
  const auto variance = [&](const VectorXd& p) {
    return process.posterior(p.transpose()).variance[0];
  };
  EXPECT_NEAR(analytic.mean, mean(x), 100.0 * kEpsilon);
  EXPECT_NEAR(analytic.variance, variance(x), 100.0 * kEpsilon);
  EXPECT_LT((analytic.mean_gradient - test::numeric_gradient(mean, x)).cwiseAbs().maxCoeff(),
            test::gradient_tolerance(mean(x), analytic.mean_gradient));
  EXPECT_LT(
      (analytic.variance_gradient - test::numeric_gradient(variance, x)).cwiseAbs().maxCoeff(),
      test::gradient_tolerance(variance(x), analytic.variance_gradient));
}

TEST(GaussianProcess, CopesWithRepeatedPointsWithoutNoise) {
  const Hyperparameters values{VectorXd::Constant(1, 0.5), 1.0, 1e-300};
  const GaussianProcess process(matern(test::numeric_coordinates(1)), values,
                                MatrixXd::Constant(20, 1, 0.5), VectorXd::LinSpaced(20, 0.0, 1.0));
  EXPECT_GE(process.jitter_rung(), 1);
  const Posterior posterior = process.posterior(MatrixXd::Constant(1, 1, 0.5));
  // Rounding grows with the condition, n / jitter; outputs are of order 1.
  const double jitter = std::pow(10.0, process.jitter_rung() - 13);
  EXPECT_NEAR(posterior.mean[0], 0.5, 20.0 * kEpsilon * 20.0 / jitter);
}

}  // namespace
}  // namespace wattle::search
