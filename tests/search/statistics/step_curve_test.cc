// SPDX-License-Identifier: MIT
#include "search/statistics/step_curve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

const double kNan = std::nan("");

TEST(BestSoFar, StepsOnlyWhereItImproves) {
  const StepCurve curve =
      best_so_far(std::vector{2.0, 4.0, 5.0, 9.0, 11.0}, std::vector{kNan, 0.5, 0.7, kNan, 0.25});
  EXPECT_EQ(curve.spent, (std::vector{4.0, 11.0}));
  EXPECT_EQ(curve.values, (std::vector{0.5, 0.25}));
}

TEST(BestSoFar, TakesTheBestOfWhatCostsNothing) {
  const StepCurve curve = best_so_far(std::vector{3.0, 3.0, 3.0}, std::vector{0.5, 0.2, 0.3});
  EXPECT_EQ(curve.spent, std::vector{3.0});
  EXPECT_EQ(curve.values, std::vector{0.2});
}

TEST(BestSoFar, IsTheLeastOfAllThatWasSpentUpToThere) {
  Rng rng(1);
  std::vector<double> spent;
  for (const double joules : test::skewed_sample(50, rng)) {
    spent.push_back(joules + (spent.empty() ? 0.0 : spent.back()));
  }
  const std::vector<double> values = test::normal_sample(50, rng);
  const StepCurve curve = best_so_far(spent, values);
  for (double amount = 0.0; amount < 1.1 * spent.back(); amount += 0.3) {
    double least = kNan;
    for (std::size_t i = 0; i < spent.size(); ++i) {
      if (spent[i] <= amount) least = std::fmin(least, values[i]);
    }
    if (std::isnan(least)) {
      EXPECT_TRUE(std::isnan(curve.at(amount)));
    } else {
      EXPECT_EQ(curve.at(amount), least) << amount;
    }
  }
}

TEST(StepCurve, GivesRowsOfAGrid) {
  const std::vector<StepCurve> curves{{{1.0, 3.0}, {0.5, 0.25}}, {{2.0}, {0.75}}};
  const Eigen::MatrixXd rows = on_grid(curves, std::vector{1.0, 2.0, 3.0});
  ASSERT_EQ(rows.rows(), 2);
  EXPECT_EQ(rows.row(0), Eigen::RowVector3d(0.5, 0.5, 0.25));
  EXPECT_TRUE(std::isnan(rows(1, 0)));
  EXPECT_EQ(rows(1, 2), 0.75);
}

TEST(MeanValue, IsTheAreaOverTheDistance) {
  const StepCurve curve{{1.0, 3.0, 7.0}, {8.0, 4.0, 2.0}};
  EXPECT_EQ(mean_value(curve, 1.0, 9.0), (2.0 * 8.0 + 4.0 * 4.0 + 2.0 * 2.0) / 8.0);
  EXPECT_EQ(mean_value(curve, 4.0, 5.0), 4.0);
  EXPECT_EQ(mean_value(curve, 2.0, 4.0), 6.0);
  EXPECT_FALSE(mean_value(curve, 0.5, 4.0));
  EXPECT_FALSE(mean_value(curve, 4.0, 4.0));
  EXPECT_FALSE(mean_value({}, 1.0, 4.0));
}

TEST(RunToTarget, EndsWhereTheCurveFallsToTheTarget) {
  const StepCurve curve{{1.0, 3.0}, {8.0, 4.0}};
  EXPECT_EQ(run_to_target(curve, 4.0, 10.0).spent, 3.0);
  EXPECT_TRUE(run_to_target(curve, 4.0, 10.0).reached);
  EXPECT_EQ(run_to_target(curve, 9.0, 10.0).spent, 1.0);
  EXPECT_EQ(run_to_target(curve, 3.9, 10.0).spent, 10.0);
  EXPECT_FALSE(run_to_target(curve, 3.9, 10.0).reached);
}

}  // namespace
}  // namespace wattle::search
