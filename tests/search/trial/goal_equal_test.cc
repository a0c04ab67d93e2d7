// SPDX-License-Identifier: MIT
// The goal `equal`, against its closed forms and by what it must not depend on.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "search/space/rng.h"
#include "tests/search/trial/goal_samples.h"

namespace wattle::search {
namespace {

using testing::accuracy_goal;
using testing::complete;

/// A loss is a handful of operations on numbers of size 1 to 10.
constexpr double kRounding = 64 * std::numeric_limits<double>::epsilon();

nlohmann::json reference() {
  return {{"reference", {{"metric", {0.5, 0.9}}, {"joules", {10.0, 1000.0}}}}};
}

Metrics at(double accuracy, double joules) {
  return {{"val_accuracy", accuracy}, {"train_joules", joules}};
}

/// Trials with accuracies in [0.3, 0.99) and joules in [1, 10^4), log-uniform.
std::vector<Trial> random_trials(int count, double joules_factor = 1.0, double error_factor = 1.0) {
  Rng rng(5);
  std::vector<Trial> trials;
  for (int number = 0; number < count; ++number) {
    const double error = rng.uniform(0.01, 0.7) * error_factor;
    const double joules = std::pow(10.0, rng.uniform(0.0, 4.0)) * joules_factor;
    trials.push_back(complete(number, at(1.0 - error, joules)));
  }
  return trials;
}

void expect_same_order(const Goal& one, const std::vector<Trial>& of_one, const Goal& other,
                       const std::vector<Trial>& of_other) {
  for (std::size_t i = 0; i < of_one.size(); ++i) {
    for (std::size_t j = 0; j < of_one.size(); ++j) {
      EXPECT_EQ(one.better(of_one[i], of_one[j]), other.better(of_other[i], of_other[j]))
          << "trials " << i << " and " << j;
    }
  }
}

TEST(GoalEqual, RunsFromZeroToOneOverTheReference) {
  const Goal goal = accuracy_goal("equal", reference());
  EXPECT_EQ(goal.loss(at(0.9, 10.0)), 0.0);
  EXPECT_EQ(goal.loss(at(0.5, 1000.0)), 1.0);
  EXPECT_EQ(goal.loss(at(0.9, 1000.0)), 0.5);
  EXPECT_EQ(goal.loss(at(0.5, 10.0)), 0.5);
  EXPECT_NEAR(*goal.loss(at(0.7, 100.0)), 0.5, kRounding);
  EXPECT_NEAR(*goal.loss(at(1.1, 1.0)), -0.5, kRounding) << "the reference is no bound";
}

TEST(GoalEqual, AMetricToMinimiseRunsTheOtherWay) {
  nlohmann::json json = reference();
  json.update({{"kind", "equal"}, {"metric", "val_loss"}, {"direction", "minimize"}});
  const Goal goal = Goal::from_json(json);
  EXPECT_EQ(goal.loss({{"val_loss", 0.5}, {"train_joules", 10.0}}), 0.0);
  EXPECT_EQ(goal.loss({{"val_loss", 0.9}, {"train_joules", 1000.0}}), 1.0);
}

TEST(GoalEqual, IsTheWeightedGoalOfTheReferencesRate) {
  // 0.4 of accuracy against two decades: 0.2 points a decade.
  const std::vector<Trial> trials = random_trials(40);
  expect_same_order(accuracy_goal("equal", reference()), trials,
                    accuracy_goal("weighted", {{"points_per_decade", 0.2}}), trials);
}

TEST(GoalEqual, WithoutReferenceHalvingTheErrorIsWorthHalvingTheEnergy) {
  const Goal goal = accuracy_goal("equal");
  EXPECT_NEAR(*goal.loss(at(0.8, 100.0)), 0.5 * std::log10(0.2 * 100.0), kRounding);
  EXPECT_NEAR(*goal.loss(at(0.8, 100.0)), *goal.loss(at(0.9, 200.0)), kRounding);
  EXPECT_EQ(goal.best({complete(0, at(0.8, 100.0)), complete(1, at(0.91, 200.0))}), 1);
  EXPECT_EQ(goal.best({complete(0, at(0.8, 100.0)), complete(1, at(0.89, 200.0))}), 0);
}

TEST(GoalEqual, WithoutReferenceNoScaleMatters) {
  const Goal goal = accuracy_goal("equal");
  const std::vector<Trial> trials = random_trials(40);
  for (const double factor : {1e-6, 3.0, 1e9}) {
    expect_same_order(goal, trials, goal, random_trials(40, factor));
  }
  expect_same_order(goal, trials, goal, random_trials(40, 1.0, 0.5));
}

TEST(GoalEqual, WithoutReferenceOtherMetricsCountByTheirRatios) {
  const Metrics metrics{{"val_loss", 0.25}, {"macs", 400.0}, {"train_joules", 100.0}};
  const Goal loss =
      Goal::from_json({{"kind", "equal"}, {"metric", "val_loss"}, {"direction", "minimize"}});
  EXPECT_NEAR(*loss.loss(metrics), 0.5 * std::log10(0.25 * 100.0), kRounding);
  const Goal gain =
      Goal::from_json({{"kind", "equal"}, {"metric", "macs"}, {"direction", "maximize"}});
  EXPECT_NEAR(*gain.loss(metrics), 0.5 * std::log10(100.0 / 400.0), kRounding);
}

TEST(GoalEqual, MoreOfWhatIsGoodIsBetter) {
  for (const Goal& goal : {accuracy_goal("equal"), accuracy_goal("equal", reference())}) {
    const Trial trial = complete(0, at(0.8, 100.0));
    EXPECT_TRUE(goal.better(complete(1, at(0.81, 100.0)), trial));
    EXPECT_TRUE(goal.better(complete(1, at(0.8, 99.0)), trial));
    EXPECT_FALSE(goal.better(complete(1, at(0.8, 100.0)), trial));
    EXPECT_EQ(goal.best({trial, complete(1, at(0.8, 100.0))}), 0) << "a tie";
  }
}

TEST(GoalEqual, IsALinearGoalWithEqualWeights) {
  for (const Goal& goal : {accuracy_goal("equal"), accuracy_goal("equal", reference())}) {
    EXPECT_EQ(goal.form().objectives, (std::vector<std::vector<double>>{{0.5, 0.5}}));
    EXPECT_TRUE(goal.form().constraints.empty());
    const std::vector<double> z = *goal.outputs(at(0.8, 100.0));
    EXPECT_EQ(goal.loss(at(0.8, 100.0)), 0.5 * z[0] + 0.5 * z[1]);
  }
}

TEST(GoalEqual, WhatHasNoRatioIsADefect) {
  EXPECT_EQ(accuracy_goal("equal").defect(at(93.0, 10.0)), "val_accuracy is 93, not from 0 to 1");
  EXPECT_FALSE(accuracy_goal("equal").outputs(at(93.0, 10.0)));
  EXPECT_TRUE(accuracy_goal("equal", reference()).outputs(at(93.0, 10.0)));
  const Goal value =
      Goal::from_json({{"kind", "equal"}, {"metric", "value"}, {"direction", "minimize"}});
  EXPECT_EQ(value.defect({{"value", -3.0}, {"train_joules", 1.0}}), "value is -3, not above 0");
}

}  // namespace
}  // namespace wattle::search
