// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_observations.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/contract/change_all.h"
#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::search {
namespace {

using Eigen::MatrixXd;
using Rows = std::vector<Eigen::Index>;

const SearchSpace& space() {
  static const SearchSpace square = test::square();
  return square;
}

Parameters point(double x, double y) { return Parameters({{"x", x}, {"y", y}}); }

Observations observed(const History& history) {
  const Goal goal = test::minimise_value();
  return observe(history, space(), Encoding(space()), goal);
}

TEST(Observations, SortTrialsByWhatCameOfThem) {
  History history;
  history.push_back(test::complete(history, point(0.1, 0.2), {{"value", 3.0}}));
  history.push_back(test::running(history, point(0.3, 0.4)));
  history.push_back(test::failed(history, point(0.5, 0.6)));
  const Observations result = observed(history);
  EXPECT_EQ(result.points, Eigen::RowVector2d(0.1, 0.2));
  EXPECT_EQ(result.outputs(0, 0), 3.0);
  EXPECT_EQ(result.pending, Eigen::RowVector2d(0.3, 0.4));
  EXPECT_EQ(result.failed, Eigen::RowVector2d(0.5, 0.6));
}

TEST(Observations, CountACompleteTrialWithoutANumberAsFailed) {
  History history;
  history.push_back(test::complete(history, point(0.1, 0.2),
                                   {{"value", std::numeric_limits<double>::quiet_NaN()}}));
  history.push_back(test::complete(history, point(0.3, 0.2), {{"other", 1.0}}));
  EXPECT_EQ(observed(history).failed.rows(), 2);
  EXPECT_EQ(observed(history).points.rows(), 0);
}

TEST(Observations, UseAPrunedTrialOnlyWithAllItsNumbers) {
  History history;
  history.push_back(test::complete(history, point(0.1, 0.2), {{"value", 3.0}}));
  history.push_back(test::complete(history, point(0.3, 0.2), {{"other", 1.0}}));
  contract::change_all(history, [](Trial& trial) { trial.state = TrialState::kPruned; });
  EXPECT_EQ(observed(history).points.rows(), 1);
  EXPECT_EQ(observed(history).failed.rows(), 0);
}

TEST(Observations, TreatATrialThatWaitsAsRunning) {
  History history;
  Trial trial = test::running(history, point(0.3, 0.4));
  trial.state = TrialState::kWaiting;
  history.push_back(std::move(trial));
  EXPECT_EQ(observed(history).pending.rows(), 1);
}

TEST(Observations, LeaveOutPointsOfAnotherSpace) {
  History history;
  history.push_back(test::complete(history, point(0.1, 7.0), {{"value", 3.0}}));
  history.push_back(
      test::complete(history, Parameters(nlohmann::json{{"x", 0.1}}), {{"value", 3.0}}));
  EXPECT_EQ(observed(history).points.rows(), 0);
}

TEST(FeasibleRows, AskEveryConstraint) {
  const GoalForm form{{"a", "b"}, {{1.0, 0.0}}, {{0, 1.0}, {1, 2.0}}};
  const MatrixXd outputs = (MatrixXd(3, 2) << 1.0, 2.0, 1.1, 0.0, 0.0, 2.1).finished();
  EXPECT_EQ(feasible_rows(outputs, form), (std::vector<bool>{true, false, false}));
}

TEST(SelectRows, KeepTheNearestAndTheMostRecent) {
  const MatrixXd points = Eigen::VectorXd::LinSpaced(10, 0.0, 0.9);
  EXPECT_EQ(select_rows(points, 2, 4), (Rows{1, 2, 8, 9}));
  EXPECT_EQ(select_rows(points, 2, 10).size(), 10U);
}

TEST(ThinRows, SpreadOverAll) {
  EXPECT_EQ(thin_rows(10, 4), (Rows{0, 2, 5, 7}));
  EXPECT_EQ(thin_rows(3, 4), (Rows{0, 1, 2}));
  EXPECT_TRUE(thin_rows(0, 4).empty());
}

}  // namespace
}  // namespace wattle::search
