// SPDX-License-Identifier: MIT
#include "search/trial/goal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search {
namespace {

Trial complete(int number, double accuracy, double joules) {
  Trial trial;
  trial.number = number;
  trial.state = TrialState::kComplete;
  trial.measurement.emplace().metrics = {{"val_accuracy", accuracy}, {"train_joules", joules}};
  return trial;
}

Trial failed(int number) {
  Trial trial;
  trial.number = number;
  trial.state = TrialState::kFailed;
  return trial;
}

Goal weighted(double points_per_decade) {
  return Goal::from_json({{"kind", "weighted"},
                          {"metric", "val_accuracy"},
                          {"direction", "maximize"},
                          {"points_per_decade", points_per_decade}});
}

Goal of_kind(const char* kind) {
  return Goal::from_json({{"kind", kind}, {"metric", "val_accuracy"}, {"direction", "maximize"}});
}

TEST(Goal, BestTakesTheMetricAlone) {
  EXPECT_EQ(of_kind("best").best({complete(0, 0.8, 1.0), complete(1, 0.9, 1e9)}), 1);
}

TEST(Goal, TheWinnerOfAFrontIsOnIt) {
  const History trials{complete(0, 0.9, 50.0), complete(1, 0.9, 5.0), complete(2, 0.8, 1.0)};
  const Goal goal = of_kind("pareto");
  EXPECT_EQ(goal.best(trials), 1) << "of the best metric the cheaper one";
  EXPECT_EQ(goal.front(trials), (std::vector<int>{2, 1}));
  EXPECT_FALSE(goal.better(trials[1], trials[1]));
}

TEST(Goal, ParetoAloneSeeksAFront) {
  const Goal pareto = of_kind("pareto");
  EXPECT_TRUE(pareto.seeks_front());
  EXPECT_EQ(pareto.form().objective(0, {-0.9, 2.0}), -0.9);
  EXPECT_EQ(pareto.form().objective(1, {-0.9, 2.0}), 2.0);
  EXPECT_FALSE(of_kind("best").seeks_front());
  EXPECT_FALSE(weighted(0.02).seeks_front());
  EXPECT_DOUBLE_EQ(weighted(0.02).form().objective(0, {-0.9, 2.0}), -0.86);
}

TEST(Goal, BestFollowsTheDirection) {
  const Goal goal =
      Goal::from_json({{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "minimize"}});
  EXPECT_EQ(goal.best({complete(0, 0.8, 1.0), complete(1, 0.9, 1.0)}), 0);
}

TEST(Goal, WeightedTradesPointsForDecades) {
  // Ten times the energy must buy two points: 1.9 are too few, 2.1 are enough.
  EXPECT_EQ(weighted(0.02).best({complete(0, 0.900, 10.0), complete(1, 0.919, 100.0)}), 0);
  EXPECT_EQ(weighted(0.02).best({complete(0, 0.900, 10.0), complete(1, 0.921, 100.0)}), 1);
}

TEST(Goal, WeightedLossIsTheStatedFormula) {
  EXPECT_DOUBLE_EQ(*weighted(0.02).loss({{"val_accuracy", 0.9}, {"train_joules", 1000.0}}),
                   -0.9 + 0.02 * std::log10(1000.0));
}

TEST(Goal, WithinPrefersTheBestPointUnderTheBound) {
  const Goal goal = Goal::from_json({{"kind", "within"},
                                     {"metric", "val_accuracy"},
                                     {"direction", "maximize"},
                                     {"at_most", 50.0}});
  EXPECT_EQ(goal.best({complete(0, 0.95, 60.0), complete(1, 0.80, 40.0), complete(2, 0.85, 50.0)}),
            2);
}

TEST(Goal, WithinTakesTheLeastViolationWhenNothingFits) {
  const Goal goal = Goal::from_json({{"kind", "within"},
                                     {"metric", "val_accuracy"},
                                     {"direction", "maximize"},
                                     {"at_most", 5.0}});
  EXPECT_EQ(goal.best({complete(0, 0.95, 60.0), complete(1, 0.80, 40.0)}), 1);
  EXPECT_TRUE(goal.front({complete(0, 0.95, 60.0)}).empty());
}

TEST(Goal, CheapestTakesTheLeastJoulesThatReachTheTarget) {
  const Goal goal = Goal::from_json({{"kind", "cheapest"},
                                     {"metric", "val_accuracy"},
                                     {"direction", "maximize"},
                                     {"at_least", 0.9}});
  EXPECT_EQ(goal.best({complete(0, 0.95, 60.0), complete(1, 0.89, 1.0), complete(2, 0.90, 50.0)}),
            2);
}

TEST(Goal, FrontHoldsExactlyTheUndominatedTrialsByEnergy) {
  const History trials{complete(0, 0.90, 10.0), complete(1, 0.80, 20.0), complete(2, 0.95, 30.0),
                       complete(3, 0.70, 5.0),  complete(4, 0.95, 31.0), failed(5)};
  EXPECT_EQ(of_kind("pareto").front(trials), (std::vector<int>{3, 0, 2}));
}

TEST(Goal, FailedAndUnfinishedTrialsAreNeverBest) {
  EXPECT_EQ(of_kind("best").best({failed(0)}), std::nullopt);
  EXPECT_EQ(of_kind("best").best({failed(0), complete(1, 0.1, 1.0)}), 1);
}

TEST(Goal, NonFiniteMetricsGiveNoOutputs) {
  EXPECT_FALSE(
      of_kind("best").outputs({{"val_accuracy", std::numeric_limits<double>::quiet_NaN()}}));
  EXPECT_FALSE(weighted(0.02).outputs({{"val_accuracy", 0.9}}));
  EXPECT_FALSE(weighted(0.02).outputs({{"val_accuracy", 0.9}, {"train_joules", 0.0}}));
}

TEST(Goal, TiesGoToTheLowestNumber) {
  EXPECT_EQ(of_kind("best").best({complete(0, 0.9, 2.0), complete(1, 0.9, 1.0)}), 0);
}

TEST(Goal, BetterIsAStrictOrder) {
  const History trials{complete(0, 0.9, 2.0), complete(1, 0.8, 1.0), failed(2)};
  const Goal goal = weighted(0.1);
  for (const Trial& a : trials) {
    EXPECT_FALSE(goal.better(a, a));
    for (const Trial& b : trials) EXPECT_FALSE(goal.better(a, b) && goal.better(b, a));
  }
}

TEST(Goal, EnergyMetricCanBeReplacedForRepeatableDecisions) {
  const Goal goal =
      Goal::from_json({{"kind", "pareto"}, {"metric", "val_accuracy"}}, "modelled_joules");
  EXPECT_EQ(goal.needs(), (std::vector<std::string>{"val_accuracy", "modelled_joules"}));
  EXPECT_TRUE(goal.uses_energy());
}

Goal cheapest(const char* direction, const char* bound, double value, bool stop) {
  return Goal::from_json({{"kind", "cheapest"},
                          {"metric", "val_loss"},
                          {"direction", direction},
                          {bound, value},
                          {"stop_when_reached", stop}});
}

TEST(Goal, CheapestIsReachedAtItsBound) {
  const Goal least = cheapest("maximize", "at_least", 0.9, true);
  EXPECT_FALSE(least.reached({{"val_loss", 0.89}}));
  EXPECT_TRUE(least.reached({{"val_loss", 0.9}}));
  const Goal most = cheapest("minimize", "at_most", 0.1, true);
  EXPECT_TRUE(most.reached({{"val_loss", 0.1}}));
  EXPECT_FALSE(most.reached({{"val_loss", 0.11}}));
}

TEST(Goal, CheapestIsNotReachedWithoutAFiniteMetricOrWhenToldToGoOn) {
  const Goal goal = cheapest("maximize", "at_least", 0.9, true);
  EXPECT_FALSE(goal.reached({}));
  EXPECT_FALSE(goal.reached({{"val_loss", std::numeric_limits<double>::infinity()}}));
  EXPECT_FALSE(cheapest("maximize", "at_least", 0.9, false).reached({{"val_loss", 0.95}}));
}

TEST(Goal, OnlyCheapestIsReached) {
  for (const char* kind : {"best", "pareto"}) {
    EXPECT_FALSE(of_kind(kind).reached({{"val_accuracy", 1.0}}));
  }
}

}  // namespace
}  // namespace wattle::search
