// SPDX-License-Identifier: MIT
#include "search/compare/trajectory.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/compare/made_up_studies.h"

namespace wattle::search {
namespace {

using test::made_up_study;

Goal accuracy() {
  return Goal::from_json({{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}});
}

TEST(Trajectory, IsTheBestSoFarOverTrialsSecondsAndJoules) {
  const Trajectory course =
      trajectory_of(made_up_study({{0.5, 10.0}, {0.4, 20.0}, {0.7, 30.0}}, 6.0), accuracy());
  ASSERT_EQ(course.points.size(), 3u);
  EXPECT_EQ(course.points[1].metric, 0.5);
  EXPECT_EQ(course.points[2].metric, 0.7);
  EXPECT_EQ(course.points[2].loss, -0.7);
  EXPECT_EQ(course.points[0].joules, Joules(12.0)) << "with a third of the search's own";
  EXPECT_EQ(course.points[2].joules, Joules(66.0));
  EXPECT_EQ(course.points[2].seconds, Seconds(6.0));
  EXPECT_EQ(course.points[2].trials, 3);
  EXPECT_EQ(course.joules(), Joules(66.0)) << "the parts add up to the whole";
}

TEST(Trajectory, OfTwoObjectivesIsTheShareThatItsFrontLeaves) {
  const Goal goal =
      Goal::from_json({{"kind", "pareto"}, {"metric", "val_accuracy"}, {"direction", "maximize"}});
  // Accuracies from 0.5 to 0.9, joules from 10 to 1000: each objective on [0, 1].
  const FrontBox box{{-0.9, 1.0}, {-0.5, 3.0}};
  const StudyRecord study =
      made_up_study({{0.5, 10.0}, {0.7, 100.0}, {0.9, 1000.0}, {0.9, 100.0}, {0.6, 10.0}});
  const Trajectory course = trajectory_of(study, goal, box);
  EXPECT_NEAR(course.points[0].loss, 1.0, 1e-12) << "the worst accuracy dominates nothing";
  EXPECT_NEAR(course.points[1].loss, 0.75, 1e-12);
  EXPECT_NEAR(course.points[2].loss, 0.75, 1e-12) << "nor do the most joules";
  EXPECT_NEAR(course.points[3].loss, 0.5, 1e-12);
  EXPECT_NEAR(course.points[4].loss, 0.5 - 0.25 * 0.5, 1e-12);
  EXPECT_EQ(course.points[4].metric, 0.9);
}

TEST(Trajectory, CountsWhatWasReusedAndWasted) {
  StudyRecord study = made_up_study({{0.5, 10.0}, {0.9, 20.0, TrialState::kPruned}, {0.6, 5.0}});
  study.trials[0].origin = Origin{"other", 0};
  const Trajectory course = trajectory_of(study, accuracy());
  EXPECT_EQ(course.reused, 1);
  EXPECT_EQ(course.trials, Joules(35.0)) << "each arm pays for what it needs, whoever ran it";
  EXPECT_EQ(course.wasted, Joules(20.0));
  EXPECT_EQ(course.final_metric(), 0.6) << "a pruned trial is not the best";
}

TEST(Trajectory, KnowsWhatAWarmStartBroughtForNothing) {
  StudyRecord study = made_up_study({{0.5, 10.0}, {0.6, 20.0}});
  study.trials[0].origin = Origin{"other", 0};
  study.trials[0].attempts = 0;
  const Trajectory course = trajectory_of(study, accuracy());
  EXPECT_EQ(course.points[0].joules, Joules(0));
  EXPECT_EQ(course.points[0].trials, 0);
  EXPECT_EQ(course.points[0].metric, 0.5);
  EXPECT_EQ(course.joules(), Joules(20.0));
}

TEST(Trajectory, TellsTheJoulesToATargetOrThatItWasNotReached) {
  const Goal goal = accuracy();
  const Trajectory course =
      trajectory_of(made_up_study({{0.5, 10.0}, {0.7, 20.0}, {0.6, 30.0}}), goal);
  EXPECT_EQ(joules_to_target(course, goal, 0.7).spent, 30.0);
  EXPECT_TRUE(joules_to_target(course, goal, 0.7).reached);
  EXPECT_EQ(joules_to_target(course, goal, 0.8).spent, 60.0);
  EXPECT_FALSE(joules_to_target(course, goal, 0.8).reached);
}

TEST(Trajectory, IsAStepFunctionOfJoules) {
  const Trajectory course = trajectory_of(made_up_study({{0.5, 10.0}, {0.7, 20.0}}), accuracy());
  EXPECT_TRUE(std::isinf(loss_at(course, Joules(9.9))));
  EXPECT_EQ(loss_at(course, Joules(10.0)), -0.5);
  EXPECT_EQ(loss_at(course, Joules(29.9)), -0.5);
  EXPECT_EQ(loss_at(course, Joules(30.0)), -0.7);
}

TEST(Trajectory, IsAStepFunctionOfTrials) {
  StudyRecord study = made_up_study({{0.5, 10.0}, {0.7, 20.0}, {0.6, 30.0}});
  EXPECT_TRUE(std::isinf(loss_at(trajectory_of(study, accuracy()), 0)));
  EXPECT_EQ(loss_at(trajectory_of(study, accuracy()), 1), -0.5);
  EXPECT_EQ(loss_at(trajectory_of(study, accuracy()), 2), -0.7);
  EXPECT_EQ(loss_at(trajectory_of(study, accuracy()), 9), -0.7);
  study.trials[0].origin = Origin{"other", 0};
  study.trials[0].attempts = 0;
  EXPECT_EQ(loss_at(trajectory_of(study, accuracy()), 0), -0.5) << "a warm start brought it";
}

TEST(Trajectory, MeanLossIsTheAreaBelowIt) {
  const Trajectory course = trajectory_of(made_up_study({{0.5, 10.0}, {0.7, 20.0}}), accuracy());
  // 10 J at the worst (0), 20 J at -0.5, 10 J at -0.7.
  EXPECT_DOUBLE_EQ(mean_loss(course, Joules(40.0), 0.0), (20.0 * -0.5 + 10.0 * -0.7) / 40.0);
  EXPECT_DOUBLE_EQ(mean_loss(course, Joules(20.0), 0.0), 10.0 * -0.5 / 20.0);
}

TEST(Trajectory, OfAGoalWithABoundSeesFeasibleTrialsOnly) {
  const Goal within = Goal::from_json({{"kind", "within"},
                                       {"metric", "val_accuracy"},
                                       {"direction", "maximize"},
                                       {"bound_metric", "train_joules"},
                                       {"at_most", 15.0}});
  const Trajectory course = trajectory_of(made_up_study({{0.9, 20.0}, {0.5, 10.0}}), within);
  EXPECT_TRUE(std::isinf(course.points[0].loss));
  EXPECT_EQ(course.final_metric(), 0.5);
}

}  // namespace
}  // namespace wattle::search
