// SPDX-License-Identifier: MIT
// A process asked about points whose last coordinates are given once.
#include <gtest/gtest.h>

#include <limits>
#include <optional>

#include "search/gp/gaussian_process.h"
#include "search/gp/posterior_path.h"
#include "tests/search/gp/mixed_points.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Of numbers of order 10: sums of 12 may be taken in another order where there is a row more, and
/// covariances have a condition below 1e4.
constexpr double kTolerance = 1e4 * 12 * 10 * std::numeric_limits<double>::epsilon();

bool near(const MatrixXd& a, const MatrixXd& b) {
  return (a - b).cwiseAbs().maxCoeff() <= kTolerance;
}

std::vector<Coordinate> coordinates() {
  std::vector<Coordinate> result = test::mixed_coordinates();
  result.emplace_back();
  return result;
}

MatrixXd with_column(const MatrixXd& points, double value) {
  MatrixXd result(points.rows(), points.cols() + 1);
  result << points, VectorXd::Constant(points.rows(), value);
  return result;
}

struct Context : testing::TestWithParam<bool> {
  Rng rng{3};
  double value = 0.7;
  VectorXd context = VectorXd::Constant(1, value);
  GaussianProcess whole = [this] {
    // The context's coordinate stays as it is.
    const auto kernel = std::make_shared<Kernel>(
        Embedding(coordinates()), KernelFamily::kMatern52,
        GetParam() ? std::optional(InputWarp(test::mixed_coordinates())) : std::nullopt);
    const MatrixXd observed = test::random_points(coordinates(), 12, rng);
    VectorXd outputs(12);
    for (double& y : outputs) y = 10.0 + 3.0 * rng.normal();
    Hyperparameters values = test::random_hyperparameters(kernel->embedding().length_scales(), rng);
    values.warp.resize(kernel->warp_shapes());
    for (double& log_shape : values.warp) log_shape = rng.uniform(-0.5, 0.5);
    return GaussianProcess(kernel, values, observed, outputs);
  }();
  GaussianProcess process = whole.at(context);
  MatrixXd points = test::random_points(test::mixed_coordinates(), 7, rng);
};

INSTANTIATE_TEST_SUITE_P(Inputs, Context, testing::Values(false, true),
                         [](const auto& instance) { return instance.param ? "warped" : "plain"; });

TEST_P(Context, IsTheSameAsOneColumnMore) {
  const Posterior expected = whole.posterior(with_column(points, value));
  const Posterior posterior = process.posterior(points);
  EXPECT_TRUE(near(posterior.mean, expected.mean));
  EXPECT_TRUE(near(posterior.variance, expected.variance));
  EXPECT_TRUE(near(process.mean(points), whole.mean(with_column(points, value))));
  EXPECT_TRUE(near(process.posterior_covariance(points),
                   whole.posterior_covariance(with_column(points, value))));
}

TEST_P(Context, IsWherePointsToConditionOnAre) {
  const VectorXd outputs = VectorXd::Constant(points.rows(), 9.0);
  const MatrixXd asked = test::random_points(test::mixed_coordinates(), 5, rng);
  EXPECT_TRUE(near(
      process.condition_on(points, outputs).mean(asked),
      whole.condition_on(with_column(points, value), outputs).mean(with_column(asked, value))));
}

TEST_P(Context, CutsGradientsToTheOtherCoordinates) {
  for (Index i = 0; i < points.rows(); ++i) {
    const VectorXd x = points.row(i);
    const PosteriorGradient expected =
        whole.posterior_gradient(with_column(points, value).row(i).transpose());
    const PosteriorGradient gradient = process.posterior_gradient(x);
    EXPECT_TRUE(near(gradient.mean_gradient, expected.mean_gradient.head(x.size())));
    EXPECT_TRUE(near(gradient.variance_gradient, expected.variance_gradient.head(x.size())));
  }
}

TEST_P(Context, GradientIsTheDifferenceQuotient) {
  const VectorXd x = VectorXd::Constant(4, 0.4).array() * Eigen::Array4d(1.0, 0.0, 1.0, 0.0);
  const PosteriorGradient gradient = process.posterior_gradient(x);
  const auto mean = [&](const VectorXd& at) { return process.posterior_gradient(at).mean; };
  const VectorXd expected = test::numeric_gradient(
      [&](const VectorXd& moved) {
        VectorXd at = x;
        at[0] = moved[0];
        at[2] = moved[1];
        return mean(at);
      },
      Eigen::Vector2d(x[0], x[2]));
  const double tolerance = test::gradient_tolerance(gradient.mean, gradient.mean_gradient);
  EXPECT_NEAR(gradient.mean_gradient[0], expected[0], tolerance);
  EXPECT_NEAR(gradient.mean_gradient[2], expected[1], tolerance);
}

TEST_P(Context, HoldsForDrawsOfTheFunctionToo) {
  Rng first(5);
  Rng second(5);
  const PosteriorPath path(process, first);
  const PosteriorPath whole_path(whole, second);
  EXPECT_TRUE(near(path.values(points), whole_path.values(with_column(points, value))));
  VectorXd gradient;
  VectorXd whole_gradient;
  const VectorXd x = points.row(0);
  EXPECT_NEAR(path.value(x, gradient),
              whole_path.value(with_column(points, value).row(0).transpose(), whole_gradient),
              kTolerance);
  EXPECT_TRUE(near(gradient, whole_gradient.head(x.size())));
}

TEST_P(Context, OfNothingChangesNothing) {
  const MatrixXd asked = with_column(points, 0.2);
  EXPECT_EQ(whole.at(VectorXd()).mean(asked), whole.mean(asked));
}

TEST_P(Context, AppliedAgainFixesTheCoordinatesBefore) {
  const Embedding embedding{coordinates()};
  const MatrixXd asked = test::random_points(coordinates(), 1, rng);
  const VectorXd x = asked.row(0);
  const Embedding twice = embedding.at(x.tail(2)).at(x.segment(1, 2));
  EXPECT_EQ(twice.dimension(), 1);
  EXPECT_EQ(twice.free_value_columns(), 1);
  EXPECT_EQ(twice.embed(asked.leftCols(1)), embedding.embed(asked));
}

}  // namespace
}  // namespace wattle::search
