// SPDX-License-Identifier: MIT
#include "search/gp/fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/gp/mixed_points.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Data {
  Kernel kernel;
  Prior prior;
  MatrixXd points;
  VectorXd outputs;
};

Data random_data(const std::vector<Coordinate>& coordinates, Index n, bool warped = false) {
  Rng rng(3);
  Data data{Kernel(Embedding(coordinates), KernelFamily::kMatern52,
                   warped ? std::optional(InputWarp(coordinates)) : std::nullopt),
            Prior::of_dimension(static_cast<Index>(coordinates.size()),
                                warped ? InputWarp(coordinates).parameters() : 0),
            test::random_points(coordinates, n, rng), VectorXd(n)};
  for (Index i = 0; i < n; ++i) data.outputs[i] = std::sin(6.0 * data.points(i, 0));
  return data;
}

class LogPosteriors : public testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(Inputs, LogPosteriors, testing::Values(false, true),
                         [](const auto& instance) { return instance.param ? "warped" : "plain"; });

TEST_P(LogPosteriors, HaveTheGradientOfDifferences) {
  const Data data = random_data(test::mixed_coordinates(), 15, GetParam());
  const LogPosterior log_posterior(data.kernel, data.prior, data.points, data.outputs);
  Rng rng(12);
  for (int repeat = 0; repeat < 5; ++repeat) {
    Hyperparameters values =
        test::random_hyperparameters(data.kernel.embedding().length_scales(), rng);
    values.warp.resize(data.kernel.warp_shapes());
    for (double& log_shape : values.warp) log_shape = rng.uniform(-0.5, 0.5);
    const VectorXd theta = values.to_log();
    VectorXd gradient;
    const double value = log_posterior(theta, &gradient);
    const VectorXd numeric =
        test::numeric_gradient([&](const VectorXd& t) { return log_posterior(t, nullptr); }, theta);
    EXPECT_LT((gradient - numeric).cwiseAbs().maxCoeff(),
              test::gradient_tolerance(value, gradient));
  }
}

TEST(LogPosterior, IsLikelihoodTimesPrior) {
  const Data data = random_data(test::mixed_coordinates(), 15);
  Rng rng(13);
  const Hyperparameters values =
      test::random_hyperparameters(data.kernel.embedding().length_scales(), rng);
  const GaussianProcess process(std::make_shared<Kernel>(data.kernel), values, data.points,
                                data.outputs);
  const LogPosterior log_posterior(data.kernel, data.prior, data.points, data.outputs);
  EXPECT_NEAR(log_posterior(values.to_log(), nullptr),
              process.log_marginal_likelihood() + data.prior.log_density(values.to_log()), 1e-10);
}

TEST(Fit, FindsWhichCoordinateMatters) {
  const Data data = random_data(test::numeric_coordinates(3), 40);
  Rng rng(1);
  const Fit result = fit(data.kernel, data.prior, data.points, data.outputs, {}, rng);
  const VectorXd& scales = result.hyperparameters.length_scales;
  EXPECT_LT(scales[0], 1.0);
  EXPECT_GT(scales[1], 2.0 * scales[0]);
  EXPECT_GT(scales[2], 2.0 * scales[0]);
  EXPECT_LT(result.hyperparameters.noise_variance, 0.01);
  EXPECT_EQ(result.summary.observations, 40);
  EXPECT_EQ(result.summary.starts, 2);
  EXPECT_GT(result.summary.evaluations, 2);
}

TEST(Fit, LearnsWhereAFunctionChangesFast) {
  // A wave in x^3, which the shape a = 3 makes regular, in one of two coordinates.
  Data data = random_data(test::numeric_coordinates(2), 40, true);
  for (Index i = 0; i < 40; ++i) data.outputs[i] = std::sin(12.0 * std::pow(data.points(i, 0), 3));
  Rng rng(1);
  const Fit warped = fit(data.kernel, data.prior, data.points, data.outputs, {}, rng);
  EXPECT_GT(warped.hyperparameters.warp[0], 0.2);
  const Data plain = random_data(test::numeric_coordinates(2), 40);
  const Fit unwarped = fit(plain.kernel, plain.prior, data.points, data.outputs, {}, rng);
  const auto log_likelihood = [&](const Kernel& kernel, const Fit& fitted) {
    return GaussianProcess(std::make_shared<Kernel>(kernel), fitted.hyperparameters, data.points,
                           data.outputs)
        .log_marginal_likelihood();
  };
  EXPECT_GT(log_likelihood(data.kernel, warped), log_likelihood(plain.kernel, unwarped) + 1.0);
}

TEST(Fit, EndsWhereTheSlopeVanishes) {
  const Data data = random_data(test::numeric_coordinates(2), 20);
  Rng rng(1);
  const Fit result = fit(data.kernel, data.prior, data.points, data.outputs, {}, rng);
  // Whether a tolerance is met, or rounding leaves nothing to gain, depends on the BLAS.
  ASSERT_NE(result.summary.status, AscentStatus::kEvaluations);
  const LogPosterior log_posterior(data.kernel, data.prior, data.points, data.outputs);
  VectorXd gradient;
  log_posterior(result.hyperparameters.to_log(), &gradient);
  // Curvatures are of order 1 to n / 2: a last step that gained 1e-6 leaves a slope below
  // sqrt(2 x 10 x 1e-6), and steps do not shrink at once, hence ten times that.
  EXPECT_LT(gradient.cwiseAbs().maxCoeff(), 0.05);
}

TEST(Fit, HoldsTheLengthScalesThatAreFixed) {
  const Data data = random_data(test::numeric_coordinates(3), 40);
  FitOptions options;
  // One of them beyond the bounds of those that are learned.
  options.fixed_length_scales = Eigen::Vector3d(std::nan(""), 2.5, 1e4);
  options.warm_start = Hyperparameters{Eigen::Vector3d(0.3, 0.3, 0.3)};
  Rng rng(1);
  const Fit result = fit(data.kernel, data.prior, data.points, data.outputs, options, rng);
  EXPECT_DOUBLE_EQ(result.hyperparameters.length_scales[1], 2.5);
  // The logarithm's rounding, |log l| epsilon, is the relative error of l.
  EXPECT_NEAR(result.hyperparameters.length_scales[2], 1e4, 1e4 * 1e-14);
  EXPECT_EQ(result.summary.status, AscentStatus::kConverged);
  VectorXd gradient;
  LogPosterior(data.kernel, data.prior, data.points, data.outputs)(result.hyperparameters.to_log(),
                                                                   &gradient);
  // Of what is learned: the tolerance of EndsWhereTheSlopeVanishes.
  EXPECT_LT(std::abs(gradient[0]), 0.05);
  EXPECT_LT(gradient.tail(2).cwiseAbs().maxCoeff(), 0.05);
}

TEST(Fit, LearnsSignalAndNoiseWhereEveryLengthScaleIsFixed) {
  const Data data = random_data(test::numeric_coordinates(2), 30);
  FitOptions options;
  options.fixed_length_scales = Eigen::Vector2d(0.2, 5.0);
  Rng rng(1);
  const Fit result = fit(data.kernel, data.prior, data.points, data.outputs, options, rng);
  const Hyperparameters mode =
      Hyperparameters::from_log(data.prior.mode(2), data.kernel.warp_shapes());
  EXPECT_NE(result.hyperparameters.signal_variance, mode.signal_variance);
  EXPECT_DOUBLE_EQ(result.hyperparameters.length_scales[0], 0.2);
  EXPECT_DOUBLE_EQ(result.hyperparameters.length_scales[1], 5.0);
}

TEST(Fit, StartsFromTheLastFit) {
  const Data data = random_data(test::numeric_coordinates(2), 20);
  Rng rng(1);
  const Fit first = fit(data.kernel, data.prior, data.points, data.outputs, {}, rng);
  FitOptions options;
  options.warm_start = first.hyperparameters;
  options.from_mode = false;
  options.prior_draws = 0;
  const Fit second = fit(data.kernel, data.prior, data.points, data.outputs, options, rng);
  EXPECT_GE(second.summary.log_posterior, first.summary.log_posterior - 1e-9);
}

TEST(Fit, TakesConstantOutputsForWhatTheyAre) {
  Data data = random_data(test::numeric_coordinates(2), 20);
  data.outputs.setConstant(0.75);
  Rng rng(1);
  const Fit result = fit(data.kernel, data.prior, data.points, data.outputs, {}, rng);
  const GaussianProcess process(std::make_shared<Kernel>(data.kernel), result.hyperparameters,
                                data.points, data.outputs);
  EXPECT_DOUBLE_EQ(process.mean(MatrixXd::Constant(1, 2, 0.5))[0], 0.75);
}

TEST(Fit, GivesTheModeOfThePriorWithoutData) {
  const Data data = random_data(test::numeric_coordinates(2), 0);
  Rng rng(1);
  FitOptions options;
  options.prior_draws = 0;
  const Fit result = fit(data.kernel, data.prior, data.points, data.outputs, options, rng);
  EXPECT_LT((result.hyperparameters.to_log() - data.prior.mode(2)).cwiseAbs().maxCoeff(), 1e-6);
}

TEST(Hyperparameters, SurviveJson) {
  const Hyperparameters values{Eigen::Vector2d(0.1, 3.0), 1.5, 1e-7, Eigen::Vector2d(-0.5, 0.0)};
  const auto again = Hyperparameters::from_json(nlohmann::json::parse(values.to_json().dump()));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->length_scales, values.length_scales);
  EXPECT_EQ(again->signal_variance, values.signal_variance);
  EXPECT_EQ(again->noise_variance, values.noise_variance);
  EXPECT_EQ(again->warp, values.warp);
}

TEST(Hyperparameters, RefuseWhatIsNotPositive) {
  nlohmann::json json = Hyperparameters{Eigen::Vector2d(0.1, 3.0), 1.5, 1e-7}.to_json();
  json["length_scales"][1] = -1.0;
  EXPECT_FALSE(Hyperparameters::from_json(json).has_value());
  json["length_scales"][1] = 3.0;
  EXPECT_TRUE(Hyperparameters::from_json(json).has_value());
  json["warp"] = {"steep"};
  EXPECT_FALSE(Hyperparameters::from_json(json).has_value());
  EXPECT_FALSE(Hyperparameters::from_json(nlohmann::json::array()).has_value());
  EXPECT_FALSE(Hyperparameters::from_json(nlohmann::json::object()).has_value());
}

}  // namespace
}  // namespace wattle::search
