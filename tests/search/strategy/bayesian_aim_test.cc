// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_aim.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

using Eigen::MatrixXd;

const MatrixXd kOne = (MatrixXd(4, 1) << 3.0, 1.0, 2.0, 1.0).finished();
const MatrixXd kTwo = (MatrixXd(4, 2) << 0.0, 4.0, 1.0, 1.0, 2.0, 2.0, 4.0, 0.0).finished();

TEST(ObjectiveValues, AreLinearInTheOutputs) {
  const GoalForm form{{"a", "b"}, {{1.0, 0.5}, {0.0, -1.0}}, {}};
  const MatrixXd outputs = (MatrixXd(1, 2) << 3.0, 4.0).finished();
  EXPECT_EQ(objective_values(outputs, form), Eigen::RowVector2d(5.0, -4.0));
}

TEST(BestRow, IsTheLeastFeasibleOne) {
  EXPECT_EQ(best_row(kOne, {true, true, true, true}), 1);
  EXPECT_EQ(best_row(kOne, {true, false, true, false}), 2);
  EXPECT_EQ(best_row(kOne, {false, false, false, false}), 1);
}

TEST(Aim, IsTheBestFeasibleValueOfOneObjective) {
  EXPECT_EQ(std::get<double>(aim_of(kOne, {true, false, true, false})), 2.0);
}

TEST(Aim, IsFeasibilityWhileNothingIsFeasible) {
  EXPECT_TRUE(std::holds_alternative<std::monostate>(aim_of(kOne, {false, false, false, false})));
}

TEST(Aim, IsTheFrontOfTwoObjectives) {
  const Aim aim = aim_of(kTwo, {true, true, true, true});
  const auto& strips = std::get<Front>(aim).strips();
  // (2, 2) is dominated. The front spans 4 in both, so the reference is 4 + 1.2.
  ASSERT_EQ(strips.size(), 4U);
  EXPECT_DOUBLE_EQ(strips.front().top, 5.2);
  EXPECT_DOUBLE_EQ(strips.back().right, 5.2);
  EXPECT_EQ(strips.back().top, 0.0);
}

TEST(Aim, LooksNotFarBeyondAFront) {
  MatrixXd objectives(3, 2);
  objectives << 0.0, 1.0, 1.0, 0.0, 100.0, 100.0;
  const Aim aim = aim_of(objectives, {true, true, true});
  EXPECT_DOUBLE_EQ(std::get<Front>(aim).strips().back().right, 1.3);
}

TEST(Aim, OfAFrontOfOnePointReachesForTheWorstValuesButNotForOutliers) {
  MatrixXd objectives(10, 2);
  for (int i = 0; i < 10; ++i) objectives.row(i) << 0.1 * i, 1.0 + 0.1 * i;
  const std::vector<bool> all(10, true);
  // The front is the first row alone; the worst are 0.9 and 1.9.
  const Aim plain = aim_of(objectives, all);
  EXPECT_DOUBLE_EQ(std::get<Front>(plain).strips().back().right, 0.9 + 0.27);
  objectives(9, 0) = 1e6;
  const Aim robust = aim_of(objectives, all);
  EXPECT_DOUBLE_EQ(std::get<Front>(robust).strips().back().right, 0.8 + 0.24);
}

TEST(Aim, GivesAFrontOfOnePointRoom) {
  const MatrixXd same = MatrixXd::Ones(3, 2);
  const Aim aim = aim_of(same, {true, true, true});
  const auto& strips = std::get<Front>(aim).strips();
  EXPECT_DOUBLE_EQ(strips.front().top, 1.3);
  EXPECT_DOUBLE_EQ(strips.back().right, 1.3);
}

TEST(Aim, LiesBeyondWhatRunningTrialsAreBelievedToGive) {
  const Believed observed{Eigen::Vector3d(3.0, 1.0, 2.0), {true, true, true}};
  const auto beyond = [&](double pending, bool feasible) {
    return std::get<double>(aim_beyond(observed, {MatrixXd::Constant(1, 1, pending), {feasible}}));
  };
  EXPECT_EQ(beyond(0.5, true), 0.5);
  EXPECT_EQ(beyond(1.5, true), 1.0);
  EXPECT_EQ(beyond(0.5, false), 1.0);
  EXPECT_EQ(std::get<double>(aim_beyond(observed, {MatrixXd(0, 1), {}})), 1.0);
}

TEST(Aim, OfTwoObjectivesTakesRunningTrialsIntoTheFront) {
  MatrixXd objectives(2, 2);
  objectives << 0.0, 1.0, 1.0, 0.0;
  const Believed observed{objectives, {true, true}};
  const Believed pending{MatrixXd::Constant(1, 2, 0.25), {true}};
  const auto fronts = std::get<Front>(aim_beyond(observed, {MatrixXd(0, 2), {}})).strips().size();
  EXPECT_EQ(std::get<Front>(aim_beyond(observed, pending)).strips().size(), fronts + 1);
}

TEST(Aim, IsFeasibilityAloneWhileNoEndedTrialHasIt) {
  const Believed observed{Eigen::Vector2d(3.0, 1.0), {false, false}};
  const Aim aim = aim_beyond(observed, {MatrixXd::Constant(1, 1, 0.5), {true}});
  EXPECT_TRUE(std::holds_alternative<std::monostate>(aim));
}

TEST(CentreRows, TakeTheBestOfEachObjectiveInTurn) {
  const std::vector<bool> all(4, true);
  EXPECT_EQ(centre_rows(kOne, all, 3), (std::vector<Eigen::Index>{1, 3, 2}));
  EXPECT_EQ(centre_rows(kTwo, all, 3), (std::vector<Eigen::Index>{0, 3, 1}));
  EXPECT_EQ(centre_rows(kOne, all, 9).size(), 4U);
}

}  // namespace
}  // namespace wattle::search
