// SPDX-License-Identifier: MIT
#include "search/trial/stopping.h"

#include <gtest/gtest.h>

#include <limits>

namespace wattle::search {
namespace {

Trial with(TrialState state, double accuracy, double joules) {
  Trial trial;
  trial.number = 4;
  trial.state = state;
  trial.measurement.emplace().metrics = {{"val_accuracy", accuracy}, {"train_joules", joules}};
  return trial;
}

Goal goal(const char* direction) {
  return Goal::from_json({{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", direction}});
}

TEST(Target, IsMetInTheGoalsDirection) {
  const Trial trial = with(TrialState::kComplete, 0.9, 1.0);
  EXPECT_TRUE(meets_target(trial, goal("maximize"), 0.9));
  EXPECT_FALSE(meets_target(trial, goal("maximize"), 0.91));
  EXPECT_TRUE(meets_target(trial, goal("minimize"), 0.9));
  EXPECT_FALSE(meets_target(trial, goal("minimize"), 0.89));
}

TEST(Target, IsMetByTrialsThatCanBeTheBest) {
  EXPECT_FALSE(meets_target(with(TrialState::kPruned, 0.99, 1.0), goal("maximize"), 0.9));
  EXPECT_FALSE(meets_target(with(TrialState::kRunning, 0.99, 1.0), goal("maximize"), 0.9));
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(meets_target(with(TrialState::kComplete, none, 1.0), goal("maximize"), 0.9));
}

TEST(Target, IsMetWithinTheGoalsBound) {
  const Goal within = Goal::from_json({{"kind", "within"},
                                       {"metric", "val_accuracy"},
                                       {"direction", "maximize"},
                                       {"bound_metric", "train_joules"},
                                       {"at_most", 100.0}});
  EXPECT_TRUE(meets_target(with(TrialState::kComplete, 0.95, 100.0), within, 0.9));
  EXPECT_FALSE(meets_target(with(TrialState::kComplete, 0.95, 101.0), within, 0.9));
}

TEST(Target, IsToldWithItsTrial) {
  EXPECT_EQ(target_reached(with(TrialState::kComplete, 0.953, 1.0), goal("maximize"), 0.95),
            "target reached: val_accuracy 0.953 in trial 4, wanted 0.95");
}

TEST(Stopping, ReadsBothRules) {
  const Stopping both = Stopping::from_json(
      {{"target", 0.9}, {"gain_per_joule", {{"below", 1e-6}, {"in_a_row", 5}}}});
  EXPECT_EQ(both.target, 0.9);
  ASSERT_TRUE(both.gain_per_joule);
  EXPECT_EQ(both.gain_per_joule->below, 1e-6);
  EXPECT_EQ(both.gain_per_joule->in_a_row, 5);
  EXPECT_FALSE(Stopping::from_json({{"target", 1}}).gain_per_joule);
}

}  // namespace
}  // namespace wattle::search
