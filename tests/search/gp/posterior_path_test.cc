// SPDX-License-Identifier: MIT
#include "search/gp/posterior_path.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "search/gp/posterior_sample.h"
#include "tests/search/gp/mixed_data.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

GaussianProcess process_of(const std::vector<Coordinate>& coordinates, KernelFamily family,
                           double noise_variance) {
  Rng rng(4);
  const auto kernel = std::make_shared<Kernel>(Embedding(coordinates), family);
  Hyperparameters values = test::random_hyperparameters(kernel->embedding().length_scales(), rng);
  values.noise_variance = noise_variance;
  VectorXd outputs(8);
  for (double& y : outputs) y = 10.0 + 3.0 * rng.normal();
  return {kernel, values, test::random_points(coordinates, 8, rng), outputs};
}

struct Moments {
  VectorXd mean;
  MatrixXd covariance;
};

Moments moments_of(const std::function<VectorXd()>& draw, Index rows, int draws) {
  MatrixXd samples(rows, draws);
  for (int i = 0; i < draws; ++i) samples.col(i) = draw();
  const VectorXd mean = samples.rowwise().mean();
  const MatrixXd centred = samples.colwise() - mean;
  return {mean, centred * centred.transpose() / (draws - 1.0)};
}

/// Means and covariances of draws against those of the posterior, within five standard errors: a
/// false alarm once in 1.7 million comparisons, were seeds not fixed.
void expect_moments(const Moments& drawn, const GaussianProcess& process, const MatrixXd& points,
                    int draws) {
  const VectorXd mean = process.mean(points);
  const MatrixXd covariance = process.posterior_covariance(points);
  for (Index i = 0; i < points.rows(); ++i) {
    EXPECT_NEAR(drawn.mean[i], mean[i], 5.0 * std::sqrt(covariance(i, i) / draws));
    for (Index j = 0; j <= i; ++j) {
      // Var(s_ij) = (c_ii c_jj + c_ij^2) / draws for normals; the excess kurtosis of cosines with a
      // random frequency adds less than 3 / (2 M) of it.
      const double error = std::sqrt(
          (covariance(i, i) * covariance(j, j) + covariance(i, j) * covariance(i, j)) / draws);
      EXPECT_NEAR(drawn.covariance(i, j), covariance(i, j), 5.1 * error);
    }
  }
}

class PosteriorPaths : public testing::TestWithParam<KernelFamily> {};

INSTANTIATE_TEST_SUITE_P(All, PosteriorPaths,
                         testing::Values(KernelFamily::kMatern52, KernelFamily::kMatern32,
                                         KernelFamily::kSquaredExponential),
                         [](const auto& instance) {
                           return std::string(to_string(instance.param));
                         });

TEST_P(PosteriorPaths, HaveTheMomentsOfThePosterior) {
  const auto coordinates = test::mixed_coordinates();
  const GaussianProcess process = process_of(coordinates, GetParam(), 0.05);
  Rng rng(5);
  const MatrixXd points = test::random_points(coordinates, 4, rng);
  constexpr int kDraws = 4000;
  constexpr Index kFeatures = 64;
  const Moments drawn =
      moments_of([&] { return PosteriorPath(process, rng, kFeatures).values(points); }, 4, kDraws);
  expect_moments(drawn, process, points, kDraws);
}

TEST_P(PosteriorPaths, HaveTheKernelsCovarianceWithoutData) {
  // One observation that says nothing, and two points a length scale apart in four coordinates,
  // where the families differ by at least 0.04, and a product of four kernels from each by 0.05.
  const Hyperparameters values{VectorXd::Ones(4), 1.0, 1e9};
  const GaussianProcess process(
      std::make_shared<Kernel>(Embedding(test::numeric_coordinates(4)), GetParam()), values,
      MatrixXd::Zero(1, 4), VectorXd::Zero(1));
  MatrixXd points(2, 4);
  points << MatrixXd::Constant(1, 4, 0.1), MatrixXd::Constant(1, 4, 0.6);
  constexpr int kDraws = 30'000;
  constexpr Index kFeatures = 32;
  Rng rng(14);
  const Moments drawn =
      moments_of([&] { return PosteriorPath(process, rng, kFeatures).values(points); }, 2, kDraws);
  const double expected = correlate(GetParam(), MatrixXd::Ones(1, 1)).value(0, 0);
  // Five standard errors, the kurtosis of 32 features included: at most 0.034.
  const double error = std::sqrt((1.0 + expected * expected) * (1.0 + 1.5 / kFeatures) / kDraws);
  EXPECT_NEAR(drawn.covariance(0, 1), expected, 5.0 * error);
  EXPECT_NEAR(drawn.covariance(0, 0), 1.0, 5.0 * std::sqrt(2.1 / kDraws));
}

void expect_gradient_of_differences(const GaussianProcess& process) {
  Rng rng(6);
  const PosteriorPath path(process, rng);
  const VectorXd x = Eigen::Vector3d(0.31, 0.62, 0.87);
  VectorXd gradient;
  const double value = path.value(x, gradient);
  const VectorXd numeric =
      test::numeric_gradient([&](const VectorXd& p) { return path.values(p.transpose())[0]; }, x);
  // Rounding of a sum of 1,024 features, at most bound() in size, divided by the step.
  const double rounding = 10.0 * kEpsilon * path.bound() / test::kDifferenceStep;
  EXPECT_NEAR(value, path.values(x.transpose())[0], 1e3 * kEpsilon * path.bound());
  EXPECT_LT((gradient - numeric).cwiseAbs().maxCoeff(),
            test::gradient_tolerance(value, gradient) + rounding);
}

TEST_P(PosteriorPaths, GradientAgreesWithDifferences) {
  expect_gradient_of_differences(process_of(test::numeric_coordinates(3), GetParam(), 0.05));
}

TEST(PosteriorPath, GradientFollowsAnInputWarp) {
  expect_gradient_of_differences(test::mixed_data(8, test::numeric_coordinates(3), true).process());
}

TEST(PosteriorPath, PassesThroughObservationsWithoutNoise) {
  constexpr double kNoise = 1e-10;
  const GaussianProcess process =
      process_of(test::numeric_coordinates(3), KernelFamily::kMatern52, kNoise);
  Rng rng(7);
  const PosteriorPath path(process, rng);
  // Without categories columns are the points themselves.
  const VectorXd drawn = path.values(process.columns());
  // f(X) - y = e + v C (g - y), |C| <= 1 / v: noise of deviation 1e-5, eight of them within five
  // deviations; the other term is v times weights of at most a thousand.
  EXPECT_LT((drawn - process.outputs()).cwiseAbs().maxCoeff(),
            process.standardisation().scale * (5.0 * std::sqrt(kNoise) + 1e3 * kNoise));
}

TEST(PosteriorPath, IsTheSameForTheSameGenerator) {
  const GaussianProcess process =
      process_of(test::mixed_coordinates(), KernelFamily::kMatern52, 0.05);
  Rng rng(8);
  const MatrixXd points = test::random_points(test::mixed_coordinates(), 5, rng);
  Rng one(9);
  Rng same(9);
  Rng other(10);
  const VectorXd values = PosteriorPath(process, one).values(points);
  EXPECT_EQ(values, PosteriorPath(process, same).values(points));
  EXPECT_NE(values, PosteriorPath(process, other).values(points));
}

TEST(PosteriorPath, StaysWithinItsBound) {
  const GaussianProcess process =
      process_of(test::mixed_coordinates(), KernelFamily::kMatern52, 1e-4);
  Rng rng(11);
  const MatrixXd points = test::random_points(test::mixed_coordinates(), 2000, rng);
  const PosteriorPath path(process, rng);
  EXPECT_LE(path.values(points).cwiseAbs().maxCoeff(), path.bound());
}

TEST(DrawPosterior, HasTheMomentsOfThePosterior) {
  const auto coordinates = test::mixed_coordinates();
  const GaussianProcess process = process_of(coordinates, KernelFamily::kMatern52, 0.05);
  Rng rng(12);
  const MatrixXd points = test::random_points(coordinates, 4, rng);
  constexpr int kDraws = 4000;
  const Moments drawn = moments_of([&] { return draw_posterior(process, points, rng); }, 4, kDraws);
  expect_moments(drawn, process, points, kDraws);
}

TEST(DrawPosterior, CopesWithRepeatedAndObservedPoints) {
  const GaussianProcess process =
      process_of(test::numeric_coordinates(1), KernelFamily::kMatern52, 1e-14);
  const MatrixXd points = process.columns().replicate(3, 1);  // 24 rows of 8 different ones
  Rng rng(13);
  const VectorXd drawn = draw_posterior(process, points, rng);
  const double scale = process.standardisation().scale;
  // A condition of at most 1e6 leaves variances an error, and so a jitter, of about 1e-10 (noise is
  // less): five deviations of 1e-5.
  EXPECT_LT((drawn - process.outputs().replicate(3, 1)).cwiseAbs().maxCoeff(), 5e-5 * scale);
}

}  // namespace
}  // namespace wattle::search
