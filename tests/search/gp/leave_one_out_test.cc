// SPDX-License-Identifier: MIT
#include "search/gp/leave_one_out.h"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/search/gp/mixed_data.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

struct Prediction {
  double mean = 0.0;
  double variance = 0.0;
};

/// Row i from the other rows, by the formulas of conditioning, with an inverse made anew. All rows
/// set the standardisation.
Prediction predict_without(const test::MixedData& data, Index i) {
  std::vector<Index> others;
  for (Index j = 0; j < data.points.rows(); ++j) {
    if (j != i) others.push_back(j);
  }
  const Standardisation standardisation = Standardisation::of(data.outputs);
  const MatrixXd columns = data.kernel->embedding().embed(data.points);
  MatrixXd all = data.kernel->covariance(columns, columns, data.hyperparameters);
  all.diagonal().array() += data.hyperparameters.noise_variance;
  const MatrixXd inverse = MatrixXd(all(others, others)).inverse();
  const VectorXd cross = all(others, i);
  const VectorXd z = standardisation.apply(data.outputs)(others);
  const double scale = standardisation.scale;
  return {standardisation.mean + scale * cross.dot(inverse * z),
          scale * scale * (all(i, i) - cross.dot(inverse * cross))};
}

TEST(LeaveOneOut, AgreesWithLeavingEachRowOut) {
  const test::MixedData data = test::mixed_data(15);
  const LeaveOneOut left_out = leave_one_out(data.process());
  // Two inverses, whose condition is at most 15 s^2 / v < 1e5 for these hyperparameters; values are
  // of order 10.
  constexpr double kTolerance = 1e5 * 15 * 10 * kEpsilon;
  for (Index i = 0; i < 15; ++i) {
    const Prediction expected = predict_without(data, i);
    const double deviation = std::sqrt(expected.variance);
    const double residual = (data.outputs[i] - expected.mean) / deviation;
    EXPECT_NEAR(left_out.outcome[i], data.outputs[i], kTolerance);
    EXPECT_NEAR(left_out.mean[i], expected.mean, kTolerance);
    EXPECT_NEAR(left_out.variance[i], expected.variance, kTolerance);
    EXPECT_NEAR(left_out.residual[i], residual, kTolerance);
    EXPECT_NEAR(
        left_out.log_density[i],
        -0.5 * residual * residual - std::log(deviation * std::sqrt(2.0 * std::numbers::pi)),
        kTolerance);
  }
}

TEST(LeaveOneOut, PredictsThePriorForASingleObservation) {
  test::MixedData data = test::mixed_data(1);
  const LeaveOneOut left_out = leave_one_out(data.process());
  EXPECT_DOUBLE_EQ(left_out.mean[0], data.outputs[0]);  // which the standardisation has seen
  EXPECT_DOUBLE_EQ(left_out.variance[0],
                   data.hyperparameters.signal_variance + data.hyperparameters.noise_variance);
  EXPECT_TRUE(left_out.to_json()["rank_correlation"].is_null());
}

TEST(LeaveOneOut, CountsAsManyOutliersAsARightModelHas) {
  // Observations drawn from the process itself: far apart, so that they are independent, and
  // residuals are N(0, 1) up to the standardisation's error.
  constexpr Index kCount = 400;
  Rng rng(7);
  const auto coordinates = test::numeric_coordinates(1);
  const Hyperparameters values{VectorXd::Constant(1, 1e-5), 0.5, 0.5};
  VectorXd outputs(kCount);
  for (double& y : outputs) y = 100.0 + 7.0 * rng.normal();
  const GaussianProcess process(
      std::make_shared<Kernel>(Embedding(coordinates), KernelFamily::kMatern52), values,
      VectorXd::LinSpaced(kCount, 0.0, 1.0), outputs);
  const nlohmann::json summary = leave_one_out(process).to_json();
  // P(|Z| > 2) = 0.0455; five standard errors of a share of 400 are 0.052.
  EXPECT_NEAR(summary["share_beyond_two"].get<double>(), 0.0455, 0.052);
  // E log N(y; m, 7^2) = -log(7 sqrt(2 pi e)); each log density has variance 1/2.
  EXPECT_NEAR(summary["mean_log_density"].get<double>(),
              -std::log(7.0 * std::sqrt(2.0 * std::numbers::pi * std::numbers::e)),
              5.0 * std::sqrt(0.5 / kCount) + 5.0 / std::sqrt(2.0 * kCount));
  EXPECT_EQ(summary["observations"], kCount);
}

TEST(LeaveOneOut, FindsPredictionsInOrderOnASmoothFunction) {
  const auto coordinates = test::numeric_coordinates(1);
  const VectorXd points = VectorXd::LinSpaced(20, 0.0, 1.0);
  const GaussianProcess process(
      std::make_shared<Kernel>(Embedding(coordinates), KernelFamily::kMatern52),
      {VectorXd::Constant(1, 0.5), 1.0, 1e-6}, points, points.array().exp());
  EXPECT_GT(leave_one_out(process).to_json()["rank_correlation"].get<double>(), 0.99);
}

TEST(RankCorrelation, IsOneForEveryMonotoneRelation) {
  const VectorXd a = (VectorXd(4) << 3.0, -1.0, 8.0, 2.5).finished();
  EXPECT_DOUBLE_EQ(*rank_correlation(a, a.array().exp()), 1.0);
  EXPECT_DOUBLE_EQ(*rank_correlation(a, -a), -1.0);
}

TEST(RankCorrelation, SharesTheRanksOfTies) {
  // Ranks (0, 1.5, 1.5, 3) and (0, 1, 2, 3), centred: 4.5 / sqrt(4.5 x 5).
  const VectorXd a = (VectorXd(4) << 1.0, 2.0, 2.0, 5.0).finished();
  const VectorXd b = (VectorXd(4) << 1.0, 2.0, 3.0, 4.0).finished();
  EXPECT_DOUBLE_EQ(*rank_correlation(a, b), 4.5 / std::sqrt(22.5));
}

TEST(RankCorrelation, IsNotDefinedForAConstant) {
  EXPECT_FALSE(rank_correlation(VectorXd::Ones(3), VectorXd::LinSpaced(3, 0.0, 1.0)).has_value());
}

}  // namespace
}  // namespace wattle::search
