// SPDX-License-Identifier: MIT
#include "search/pruning/energy_pruner.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "search/pruning/learning_curve.h"
#include "tests/search/pruning/curves.h"

namespace wattle::search {
namespace {

using test::accuracy;
using test::complete;
using test::running;
using test::with_steps;

std::optional<std::string> answer(const Goal& goal, const Trial& trial,
                                  const PruningContext& context) {
  return EnergyPruner(goal, {2}).should_stop(trial, context);
}

/// A trial of 10 planned steps whose accuracy stands at 0.5 after 4 steps of 10 J: no hope.
Trial stuck() { return running(9, {0.25, 0.5, 0.5, 0.5}, 10.0); }

TEST(OptimisticLoss, IsTheStatedFormula) {
  // s = 5, h = 3; best 0.75, worst from h on without the last 0.5: 0.25 in 2 steps, 3 steps left.
  const Trial trial = running(0, {0.0, 0.25, 0.5, 0.625, 0.75});
  EXPECT_EQ(optimistic_loss(trial, accuracy(), 8), -(0.75 + 3 * 0.125));
}

TEST(OptimisticLoss, LiesBelowEveryConvexCurve) {
  // Power laws and exponentials of every speed, seen from every step.
  constexpr int kLast = 60;
  for (double speed = 0.01; speed < 10.0; speed *= 1.5) {
    std::vector<double> power;
    std::vector<double> exponential;
    for (int step = 1; step <= kLast; ++step) {
      power.push_back(-std::pow(step, -speed));
      exponential.push_back(-std::exp(-speed * step));
    }
    for (const auto& curve : {power, exponential}) {
      for (std::size_t seen = 2; seen <= curve.size(); ++seen) {
        const std::vector<double> steps(curve.begin(), curve.begin() + static_cast<int>(seen));
        // The slope has the rounding of a difference, times the steps left.
        const double rounding = kLast * std::numeric_limits<double>::epsilon();
        EXPECT_LE(*optimistic_loss(running(0, steps), accuracy(), kLast), -curve.back() + rounding);
      }
    }
  }
}

TEST(OptimisticLoss, NeedsTwoStepsWithValues) {
  EXPECT_FALSE(optimistic_loss(running(0, {0.5}), accuracy(), 9));
  EXPECT_FALSE(optimistic_loss(running(0, {std::nan(""), 0.5}), accuracy(), 9));
}

TEST(EnergyPruner, DoesNotCompareTrainingWhereALifetimeCounts) {
  const Goal goal = Goal::from_json({{"kind", "weighted"},
                                     {"metric", "val_accuracy"},
                                     {"direction", "maximize"},
                                     {"points_per_decade", 0.01},
                                     {"lifetime", {{"retrainings", 1}, {"requests", 1e6}}}});
  EXPECT_FALSE(answer(goal, stuck(), {History{complete(0, {0.75}, 30.0)}, 10}));
}

TEST(EnergyPruner, StopsATrialThatIsDominatedAlready) {
  EXPECT_TRUE(answer(accuracy(), stuck(), {History{complete(0, {0.75}, 30.0)}, 10}));
}

TEST(EnergyPruner, SparesOneThatIsCheaperOrMayBecomeBetter) {
  EXPECT_FALSE(answer(accuracy(), stuck(), {History{complete(0, {0.75}, 40.0)}, 10}));
  EXPECT_FALSE(answer(accuracy(), stuck(), {History{complete(0, {0.49}, 30.0)}, 10}));
  const Trial rising = running(9, {0.25, 0.375, 0.5, 0.625}, 10.0);
  EXPECT_FALSE(answer(accuracy(), rising, {History{complete(0, {0.75}, 30.0)}, 10}));
}

TEST(EnergyPruner, OnlyACompleteAndFeasibleTrialDominates) {
  EXPECT_FALSE(
      answer(accuracy(), stuck(), {History{with_steps(0, TrialState::kPruned, {0.75}, 30.0)}, 10}));
  const Goal within = Goal::from_json({{"kind", "within"},
                                       {"metric", "val_accuracy"},
                                       {"direction", "maximize"},
                                       {"at_most", 20.0}});
  EXPECT_FALSE(answer(within, stuck(), {History{complete(0, {0.75}, 30.0)}, 10}));
  EXPECT_TRUE(answer(within, stuck(), {History{complete(0, {0.75}, 20.0)}, 10}));
}

TEST(EnergyPruner, EveryTrialMakesTheWarmupSteps) {
  const History others{complete(0, {0.9}, 1.0)};
  EXPECT_FALSE(answer(accuracy(), running(9, {0.5, 0.5}, 10.0), {others, 10}));
  EXPECT_TRUE(answer(accuracy(), running(9, {0.5, 0.5, 0.5}, 10.0), {others, 10}));
}

TEST(EnergyPruner, WithoutPlannedStepsNothingIsProjected) {
  EXPECT_FALSE(answer(accuracy(), stuck(), {History{complete(0, {0.75}, 30.0)}}));
}

TEST(EnergyPruner, UnderCheapestTheJoulesAloneDecide) {
  const Goal cheapest = Goal::from_json({{"kind", "cheapest"},
                                         {"metric", "val_accuracy"},
                                         {"direction", "maximize"},
                                         {"at_least", 0.7}});
  const Trial rising = running(9, {0.25, 0.375, 0.5, 0.625}, 10.0);
  EXPECT_TRUE(answer(cheapest, rising, {History{complete(0, {0.75}, 30.0)}}));
  EXPECT_FALSE(answer(cheapest, rising, {History{complete(0, {0.75}, 40.0)}}));
  EXPECT_FALSE(answer(cheapest, rising, {History{complete(0, {0.65}, 30.0)}})) << "not good enough";
}

TEST(EnergyPruner, TakesTheStepsOwnJoulesWhenTheyAreReported) {
  // An objective that replays recorded runs costs next to nothing to meter.
  Trial replayed = running(9, {0.25, 0.5, 0.5, 0.5}, 0.0);
  const History others{complete(0, {0.75}, 30.0)};
  EXPECT_FALSE(answer(accuracy(), replayed, {others, 10}));
  for (Step& step : replayed.steps) step.metrics["train_joules"] = 10.0 * step.step;
  EXPECT_TRUE(answer(accuracy(), replayed, {others, 10}));
}

TEST(EnergyPruner, RepeatableJoulesTakeThePlaceOfMeasuredOnes) {
  const Goal goal = Goal::from_json(
      {{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}}, "modelled_joules");
  Trial other = complete(0, {0.75}, 1.0);
  other.measurement->metrics["modelled_joules"] = 30.0;
  const History others{other};
  Trial trial = stuck();
  EXPECT_FALSE(answer(goal, trial, {others, 10})) << "what was metered must not count";
  for (Step& step : trial.steps) step.metrics["modelled_joules"] = 10.0 * step.step;
  EXPECT_TRUE(answer(goal, trial, {others, 10}));
}

TEST(EnergyPruner, StopsATrialThatDoesNotFitIntoTheBudget) {
  // 4 of 10 steps made, 10 J each: 60 J are to come.
  EXPECT_TRUE(answer(accuracy(), stuck(), {{}, 10, Joules(59.0)}));
  EXPECT_FALSE(answer(accuracy(), stuck(), {{}, 10, Joules(60.0)}));
  EXPECT_FALSE(answer(accuracy(), stuck(), {{}, std::nullopt, Joules(1.0)}));
}

TEST(EnergyPruner, TheFirstStepsExtraJoulesAreNotProjected) {
  Trial trial = stuck();
  for (Step& step : trial.steps) step.joules += Joules(1000.0);
  EXPECT_FALSE(answer(accuracy(), trial, {{}, 10, Joules(60.0)}));
}

TEST(EnergyPruner, ReasonsNameTheNumbers) {
  EXPECT_EQ(
      answer(accuracy(), stuck(), {History{complete(3, {0.75}, 30.0)}, 10}),
      "val_accuracy can be hoped to reach 0.5 at step 10, and 40 J are spent by step 4; trial "
      "3 reached 0.75 for 30 J");
  EXPECT_EQ(answer(accuracy(), stuck(), {{}, 10, Joules(59.0)}),
            "the 6 steps after step 4 need about 60 J, at least 60 J, and 59 J of the budget "
            "are left");
}

}  // namespace
}  // namespace wattle::search
