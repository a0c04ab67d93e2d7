// SPDX-License-Identifier: MIT
#include "search/acquisition/goal_acquisition.h"

#include <gtest/gtest.h>

#include <cmath>

#include "search/acquisition/log_probability_of_feasibility.h"
#include "tests/search/gp/mixed_data.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

GaussianProcess random_process(std::uint64_t seed) {
  return test::random_process(seed, Eigen::Vector3d(0.5, 0.8, 1.1), 1e-3);
}

struct Case {
  std::string name;
  GoalForm form;
  Aim aim;
  bool failures = false;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class GoalAcquisitions : public testing::TestWithParam<Case> {
 protected:
  OutputModels models() const {
    OutputModels result{{random_process(1), random_process(2)}, std::nullopt};
    if (GetParam().failures) result.failure = random_process(3);
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(
    All, GoalAcquisitions,
    testing::Values(
        Case{"weighted", {{"a", "b"}, {{1.0, 0.3}}, {}}, -1.0},
        Case{"constrained", {{"a", "b"}, {{1.0, 0.0}}, {{1, 0.2}}}, -0.5},
        Case{"constrained_with_failures", {{"a", "b"}, {{0.0, 1.0}}, {{0, 0.2}}}, -0.5, true},
        Case{"feasibility", {{"a", "b"}, {{1.0, 0.0}}, {{1, -0.3}}}, std::monostate()},
        Case{"probability", {{"a", "b"}, {{1.0, 0.3}}, {}}, ImprovementProbability{-1.0}},
        Case{"constrained_probability_with_failures",
             {{"a", "b"}, {{0.0, 1.0}}, {{0, 0.2}}},
             ImprovementProbability{-0.5},
             true},
        Case{"bound", {{"a", "b"}, {{1.0, 0.3}}, {}}, ConfidenceBound{2.5}},
        Case{"constrained_bound_with_failures",
             {{"a", "b"}, {{0.0, 1.0}}, {{0, 0.2}}},
             ConfidenceBound{4.0},
             true},
        Case{"pareto",
             {{"a", "b"}, {{1.0, 0.0}, {0.0, 1.0}}, {}},
             Front({{-1.0, 0.5}, {0.2, -0.8}}, {1.0, 1.0})},
        Case{"pareto_with_failures",
             {{"a", "b"}, {{1.0, 0.0}, {0.0, 1.0}}, {}},
             Front({{-1.0, 0.5}, {0.2, -0.8}}, {1.0, 1.0}),
             true}),
    [](const auto& instance) { return instance.param.name; });

TEST_P(GoalAcquisitions, GradientAgreesWithDifferences) {
  const OutputModels outputs = models();
  const GoalAcquisition acquisition(outputs, GetParam().form, GetParam().aim);
  const VectorXd x = Eigen::Vector3d(0.35, 0.6, 0.81);
  VectorXd gradient;
  const double value = acquisition.value(x, gradient);
  const VectorXd numeric = test::numeric_gradient(
      [&](const VectorXd& p) { return acquisition.values(p.transpose())[0]; }, x);
  EXPECT_LT((gradient - numeric).cwiseAbs().maxCoeff(), test::gradient_tolerance(value, gradient));
}

TEST_P(GoalAcquisitions, BatchAgreesWithSinglePoints) {
  const OutputModels outputs = models();
  const GoalAcquisition acquisition(outputs, GetParam().form, GetParam().aim);
  Rng rng(5);
  const MatrixXd points = test::random_points(test::numeric_coordinates(3), 20, rng);
  const VectorXd values = acquisition.values(points);
  VectorXd gradient;
  for (Index i = 0; i < points.rows(); ++i) {
    const double single = acquisition.value(points.row(i), gradient);
    // Both round alike up to the order of sums; variances lose at most s^2 / v = 1e3.
    EXPECT_NEAR(values[i], single, 1e-10 * (1.0 + std::abs(single)));
  }
}

TEST(GoalAcquisition, AddsLogsOfIndependentParts) {
  const OutputModels models{{random_process(1), random_process(2)}, random_process(3)};
  const GoalForm form{{"a", "b"}, {{1.0, -2.0}}, {{1, 0.4}}};
  const GoalAcquisition acquisition(models, form, -0.7);
  const MatrixXd x = Eigen::RowVector3d(0.2, 0.9, 0.5);
  const Posterior a = models.outputs[0].posterior(x);
  const Posterior b = models.outputs[1].posterior(x);
  const Posterior failure = models.failure->posterior(x);
  const double expected =
      log_expected_improvement(a.mean[0] - 2.0 * b.mean[0], a.variance[0] + 4.0 * b.variance[0],
                               -0.7)
          .value +
      log_probability_of_feasibility(b.mean[0], b.variance[0], 0.4).value +
      log_probability_of_feasibility(failure.mean[0], failure.variance[0], 0.5).value;
  EXPECT_NEAR(acquisition.values(x)[0], expected, 1e-12 * std::abs(expected));
}

/// P(Y <= mark) of a normal Y is erfc(-z / sqrt(2)) / 2, z = (mark - mean) / s.
TEST(GoalAcquisition, AsksHowLikelyAMarkIsReached) {
  const OutputModels models{{random_process(1), random_process(2)}, std::nullopt};
  const GoalForm form{{"a", "b"}, {{2.0, -1.0}}, {}};
  const MatrixXd x = Eigen::RowVector3d(0.2, 0.9, 0.5);
  const Posterior a = models.outputs[0].posterior(x);
  const Posterior b = models.outputs[1].posterior(x);
  const double mean = 2.0 * a.mean[0] - b.mean[0];
  const double deviation = std::sqrt(4.0 * a.variance[0] + b.variance[0]);
  for (const double z : {-5.0, -1.0, 0.0, 0.5, 3.0}) {
    const GoalAcquisition acquisition(models, form, ImprovementProbability{mean + z * deviation});
    const double expected = std::log(0.5 * std::erfc(-z / std::sqrt(2.0)));
    // z comes back from mean and deviation with a few roundings, and log Phi has a slope below 6.
    EXPECT_NEAR(acquisition.values(x)[0], expected, 1e-13 * (1.0 + std::abs(mean) / deviation));
  }
}

TEST(GoalAcquisition, NamesWhatItAsks) {
  const OutputModels models{{random_process(1)}, std::nullopt};
  const GoalForm free{{"a"}, {{1.0}}, {}};
  const GoalForm bound{{"a"}, {{1.0}}, {{0, 0.4}}};
  const ImprovementProbability aim{-1.0};
  EXPECT_EQ(GoalAcquisition(models, free, aim).name(), "log_probability_of_improvement");
  EXPECT_EQ(GoalAcquisition(models, bound, aim).name(),
            "constrained_log_probability_of_improvement");
}

TEST(GoalAcquisition, MeasuresABoundInDeviationsOfItsObjective) {
  const OutputModels models{{random_process(1), random_process(2)}, std::nullopt};
  const GoalForm form{{"a", "b"}, {{2.0, -1.0}}, {}};
  const GoalAcquisition acquisition(models, form, ConfidenceBound{4.0});
  const double a_scale = models.outputs[0].standardisation().scale;
  const double b_scale = models.outputs[1].standardisation().scale;
  const double unit = std::hypot(2.0 * a_scale, b_scale);
  EXPECT_DOUBLE_EQ(objective_deviation(models, Eigen::Vector2d(2.0, -1.0)), unit);
  const MatrixXd x = Eigen::RowVector3d(0.2, 0.9, 0.5);
  const Posterior a = models.outputs[0].posterior(x);
  const Posterior b = models.outputs[1].posterior(x);
  const double bound =
      2.0 * a.mean[0] - b.mean[0] - 2.0 * std::sqrt(4.0 * a.variance[0] + b.variance[0]);
  // A few roundings of numbers of order 1.
  EXPECT_NEAR(acquisition.values(x)[0], -bound / unit, 1e-14);
}

}  // namespace
}  // namespace wattle::search
