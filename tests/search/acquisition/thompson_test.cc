// SPDX-License-Identifier: MIT
#include "search/acquisition/thompson.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/gp/mixed_data.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

GaussianProcess random_process(std::uint64_t seed) {
  return test::random_process(seed, Eigen::Vector2d(0.5, 0.8), 1e-2);
}

/// Columns of numeric coordinates are the points themselves.
MatrixXd tried(const OutputModels& models) { return models.outputs.front().columns(); }

OutputModels two_outputs() { return {{random_process(1), random_process(2)}, std::nullopt}; }

const GoalForm kPlain{{"a", "b"}, {{1.0, 0.5}}, {}};
const GoalForm kConstrained{{"a", "b"}, {{1.0, 0.0}}, {{1, 0.2}}};
const GoalForm kPair{{"a", "b"}, {{1.0, 0.0}, {0.0, 1.0}}, {}};

/// For outputs with known values: bounds of 10, and drawn values between -2 and 3.
DrawRanking ranking(const OutputModels& models, const GoalForm& form, Rng& rng) {
  const std::vector<VectorXd> drawn(models.failure ? 3 : 2, Eigen::Vector2d(-2.0, 3.0));
  return {models, form, drawn, VectorXd::Constant(models.failure ? 3 : 2, 10.0), rng};
}

TEST(DrawRanking, IsTheObjectiveInItsDeviations) {
  const OutputModels models = two_outputs();
  Rng rng(1);
  VectorXd slopes;
  const double unit = objective_deviation(models, Eigen::Vector2d(1.0, 0.5));
  EXPECT_DOUBLE_EQ(ranking(models, kPlain, rng).rank(Eigen::Vector2d(0.6, -3.0), slopes),
                   0.9 / unit);
  EXPECT_DOUBLE_EQ(slopes[0], -1.0 / unit);
  EXPECT_DOUBLE_EQ(slopes[1], -0.5 / unit);
}

TEST(DrawRanking, PutsEveryFeasiblePointBeforeEveryInfeasibleOne) {
  OutputModels models = two_outputs();
  models.failure = random_process(3);
  Rng rng(1);
  const DrawRanking order = ranking(models, kConstrained, rng);
  VectorXd slopes;
  const double worst_feasible = order.rank(Eigen::Vector3d(10.0, 0.2, 0.5), slopes);
  const double hardly_missed = order.rank(Eigen::Vector3d(-10.0, 0.2 + 1e-9, 0.0), slopes);
  const double failing = order.rank(Eigen::Vector3d(-10.0, 0.0, 0.7), slopes);
  const double both = order.rank(Eigen::Vector3d(-10.0, 0.2 + 1e-9, 0.7), slopes);
  EXPECT_LT(hardly_missed, worst_feasible);
  EXPECT_LT(failing, hardly_missed);
  EXPECT_LT(both, failing);
  EXPECT_EQ(slopes[0], 0.0);
  EXPECT_LT(slopes[1], 0.0);
  EXPECT_LT(slopes[2], 0.0);
}

TEST(DrawRanking, PrefersWhatDominates) {
  const OutputModels models = two_outputs();
  VectorXd slopes;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Rng rng(seed);
    const DrawRanking order = ranking(models, kPair, rng);
    EXPECT_GT(order.rank(Eigen::Vector2d(-1.0, 0.5), slopes),
              order.rank(Eigen::Vector2d(-0.9, 0.6), slopes));
  }
}

TEST(DrawRanking, ChoosesPointsInTheConcavePartOfAFront) {
  // No linear weights choose the middle point: it lies above the line between the others.
  const OutputModels models = two_outputs();
  int chosen = 0;
  VectorXd slopes;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Rng rng(seed);
    const DrawRanking order = ranking(models, kPair, rng);
    const double middle = order.rank(Eigen::Vector2d(1.2, 1.2), slopes);
    const double left = order.rank(Eigen::Vector2d(-2.0, 3.0), slopes);
    const double right = order.rank(Eigen::Vector2d(3.0, -2.0), slopes);
    if (middle > left && middle > right) ++chosen;
  }
  EXPECT_GT(chosen, 0);
  EXPECT_LT(chosen, 40);
}

struct Case {
  std::string name;
  GoalForm form;
  bool failures = false;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class ThompsonAcquisitions : public testing::TestWithParam<Case> {
 protected:
  OutputModels models() const {
    OutputModels result = two_outputs();
    if (GetParam().failures) result.failure = random_process(3);
    return result;
  }
};

INSTANTIATE_TEST_SUITE_P(All, ThompsonAcquisitions,
                         testing::Values(Case{"plain", kPlain}, Case{"constrained", kConstrained},
                                         Case{"constrained_with_failures", kConstrained, true},
                                         Case{"pair", kPair}),
                         [](const auto& instance) { return instance.param.name; });

TEST_P(ThompsonAcquisitions, GradientAgreesWithDifferences) {
  const OutputModels outputs = models();
  Rng rng(4);
  const ThompsonAcquisition acquisition(outputs, GetParam().form, tried(outputs), rng);
  const MatrixXd points = test::random_points(test::numeric_coordinates(2), 10, rng);
  for (Index i = 0; i < points.rows(); ++i) {
    VectorXd gradient;
    const double value = acquisition.value(points.row(i), gradient);
    const VectorXd numeric = test::numeric_gradient(
        [&](const VectorXd& p) { return acquisition.values(p.transpose())[0]; }, points.row(i));
    // Sums of 1,024 features and of weights of at most a few hundred round a thousandfold.
    EXPECT_LT((gradient - numeric).cwiseAbs().maxCoeff(),
              10.0 * test::gradient_tolerance(value, gradient));
  }
}

TEST_P(ThompsonAcquisitions, BatchAgreesWithSinglePoints) {
  const OutputModels outputs = models();
  Rng rng(5);
  const ThompsonAcquisition acquisition(outputs, GetParam().form, tried(outputs), rng);
  const MatrixXd points = test::random_points(test::numeric_coordinates(2), 20, rng);
  const VectorXd values = acquisition.values(points);
  VectorXd gradient;
  for (Index i = 0; i < points.rows(); ++i) {
    EXPECT_NEAR(values[i], acquisition.value(points.row(i), gradient),
                1e-10 * (1.0 + std::abs(values[i])));
  }
}

TEST(ThompsonAcquisition, IsTheSameForTheSameGenerator) {
  const OutputModels models = two_outputs();
  Rng one(6);
  Rng same(6);
  Rng other(7);
  const MatrixXd point = Eigen::RowVector2d(0.3, 0.6);
  const double value = ThompsonAcquisition(models, kPlain, tried(models), one).values(point)[0];
  EXPECT_EQ(ThompsonAcquisition(models, kPlain, tried(models), same).values(point)[0], value);
  EXPECT_NE(ThompsonAcquisition(models, kPlain, tried(models), other).values(point)[0], value);
}

/// How often each row is the best of a draw.
template <typename Values>
VectorXd shares(Index rows, int draws, const Values& values) {
  VectorXd result = VectorXd::Zero(rows);
  for (int i = 0; i < draws; ++i) {
    Index best = 0;
    values().maxCoeff(&best);
    result[best] += 1.0 / draws;
  }
  return result;
}

TEST(ThompsonValues, ChooseAsOftenAsThePaths) {
  const OutputModels models = two_outputs();
  Rng rng(8);
  const MatrixXd points = test::random_points(test::numeric_coordinates(2), 4, rng);
  constexpr int kDraws = 1000;
  const VectorXd exact =
      shares(4, kDraws, [&] { return thompson_values(models, kConstrained, points, rng); });
  const VectorXd by_paths = shares(4, kDraws, [&] {
    return ThompsonAcquisition(models, kConstrained, tried(models), rng).values(points);
  });
  EXPECT_LT(exact.maxCoeff(), 0.95) << "no row may be beyond doubt for this test";
  // Shares differ by at most sqrt(2 / 4 / draws) = 0.022 in one standard deviation; five of them.
  EXPECT_LT((exact - by_paths).cwiseAbs().maxCoeff(), 5.0 * std::sqrt(0.5 / kDraws));
}

}  // namespace
}  // namespace wattle::search
