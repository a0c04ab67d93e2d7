// SPDX-License-Identifier: MIT
#include "search/pruning/energy_projection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace wattle::search {
namespace {

/// Steps 1, 2, ... with these joules so far.
std::vector<Step> steps(const std::vector<double>& joules) {
  std::vector<Step> made;
  for (const double so_far : joules) {
    made.push_back({static_cast<int>(made.size()) + 1, {}, Joules(so_far), {}});
  }
  return made;
}

TEST(ProjectRest, GoesOnAsItWent) {
  const auto rest = project_rest(steps({50, 60, 70, 80}), 10);
  ASSERT_TRUE(rest);
  EXPECT_DOUBLE_EQ(rest->expected.value, 60.0);
  EXPECT_DOUBLE_EQ(rest->low.value, 60.0);
  EXPECT_DOUBLE_EQ(rest->high.value, 60.0);
}

// Steps of 9, 10 and 11 J: s = 1, t(0.975; 2) = 4.30265; L = 6 to come.
TEST(ProjectRest, IsAsWideAsTheStepsScatter) {
  const auto rest = project_rest(steps({50, 59, 69, 80}), 10);
  ASSERT_TRUE(rest);
  EXPECT_NEAR(rest->expected.value, 60.0, 1e-9);
  EXPECT_NEAR(rest->high.value - 60.0, 4.30265 * std::sqrt(6.0 + 36.0 / 3.0), 1e-4);
}

TEST(ProjectRest, SpreadsAStepOfSeveral) {
  std::vector<Step> made = steps({50, 60});
  made.push_back({5, {}, Joules(90), {}});
  EXPECT_DOUBLE_EQ(project_rest(made, 10)->expected.value, 50.0);
}

TEST(ProjectRest, IsNeverBelowNothing) {
  const auto rest = project_rest(steps({50, 51, 90, 91}), 5);
  EXPECT_DOUBLE_EQ(rest->low.value, 0.0);
}

TEST(ProjectRest, WantsTwoStepsBehindTheFirstAndOneToCome) {
  EXPECT_FALSE(project_rest(steps({50, 60}), 10));
  EXPECT_FALSE(project_rest(steps({50, 60, 70}), 3));
  EXPECT_TRUE(project_rest(steps({50, 60, 70}), 4));
  EXPECT_FALSE(project_rest({}, 4));
}

TEST(ProjectTrial, ScalesWhatIsModelled) {
  const std::vector<TrialCost> ended = {{1, Joules(2)}, {10, Joules(20)}, {3, Joules(6)}};
  const auto trial = project_trial(ended, 7.0);
  ASSERT_TRUE(trial);
  EXPECT_NEAR(trial->expected.value, 14.0, 1e-9);
  EXPECT_NEAR(trial->low.value, 14.0, 1e-9);
}

// ln of 1, e and e^2: mean 1, s = 1, t(0.975; 2) = 4.30265.
TEST(ProjectTrial, HasAPredictionInterval) {
  const std::vector<TrialCost> ended = {
      {1, Joules(1)}, {1, Joules(std::exp(1.0))}, {1, Joules(std::exp(2.0))}};
  const auto trial = project_trial(ended, 1.0);
  ASSERT_TRUE(trial);
  EXPECT_NEAR(trial->expected.value, std::exp(1.0), 1e-9);
  EXPECT_NEAR(std::log(trial->high.value) - 1.0, 4.30265 * std::sqrt(4.0 / 3.0), 1e-4);
}

TEST(ProjectTrial, WantsThreeThatUsedEnergy) {
  EXPECT_FALSE(project_trial(std::vector<TrialCost>{{1, Joules(1)}, {1, Joules(1)}}, 1.0));
  EXPECT_FALSE(
      project_trial(std::vector<TrialCost>{{1, Joules(1)}, {1, Joules(1)}, {1, Joules(0)}}, 1.0));
}

}  // namespace
}  // namespace wattle::search
