// SPDX-License-Identifier: MIT
// `asha` and `hyperband`.
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "search/pruning/asha_pruner.h"
#include "search/pruning/hyperband_pruner.h"
#include "tests/search/pruning/curves.h"

namespace wattle::search {
namespace {

using test::accuracy;
using test::complete;
using test::running;
using test::with_steps;

/// Trials with one step each.
History first_steps(const std::vector<double>& values) {
  History trials;
  for (const double value : values) {
    trials.push_back(running(static_cast<int>(trials.size()), {value}));
  }
  return trials;
}

std::optional<std::string> asha(Rungs rungs, const Trial& trial, const History& others) {
  return AshaPruner(accuracy(), rungs).should_stop(trial, {others});
}

TEST(Rungs, GrowByTheFactor) {
  const Rungs rungs{2, 3};
  EXPECT_EQ(rungs.reached_at(1), std::nullopt);
  EXPECT_EQ(rungs.reached_at(2), 2);
  EXPECT_EQ(rungs.reached_at(5), 2);
  EXPECT_EQ(rungs.reached_at(6), 6);
  EXPECT_EQ(rungs.reached_at(17), 6);
  EXPECT_EQ(rungs.reached_at(18), 18);
}

TEST(Rungs, EndWhereIntegersEnd) {
  constexpr int kLargest = std::numeric_limits<int>::max();
  EXPECT_EQ((Rungs{1, 2}.reached_at(kLargest)), 1 << 30);
  EXPECT_EQ((Rungs{kLargest, 3}.reached_at(kLargest)), kLargest);
}

TEST(Asha, TheBestThirdGoesOn) {
  // With the trial itself nine results, of which three go on.
  const History others = first_steps({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8});
  EXPECT_TRUE(asha({1, 3}, running(9, {0.55}), others));
  EXPECT_FALSE(asha({1, 3}, running(9, {0.65}), others));
}

TEST(Asha, EverybodyGoesOnUntilThereAreAsManyAsTheFactor) {
  EXPECT_FALSE(asha({1, 3}, running(9, {0.1}), first_steps({0.9})));
  EXPECT_TRUE(asha({1, 3}, running(9, {0.1}), first_steps({0.9, 0.8})));
}

TEST(Asha, ATieIsNotBehind) {
  EXPECT_FALSE(asha({1, 2}, running(9, {0.5}), first_steps({0.5, 0.5, 0.5})));
}

TEST(Asha, JudgesAtRungsOnly) {
  const History others{complete(0, {0.9, 0.9, 0.9, 0.9}), complete(1, {0.9, 0.9, 0.9, 0.9})};
  EXPECT_TRUE(asha({1, 3}, running(9, {0.1}), others));
  EXPECT_FALSE(asha({1, 3}, running(9, {0.1, 0.1}), others));
  EXPECT_TRUE(asha({1, 3}, running(9, {0.1, 0.1, 0.1}), others));
  EXPECT_FALSE(asha({1, 3}, running(9, {0.1, 0.1, 0.1, 0.1}), others));
}

TEST(Asha, AStepBeyondARungReachesIt) {
  Trial sparse = running(9, {0.1, 0.1});
  sparse.steps[1].step = 10;  // after 1 comes 10: rungs 3 and 9 are passed, 9 counts
  const History others{complete(0, std::vector<double>(12, 0.9)),
                       complete(1, std::vector<double>(12, 0.9))};
  const auto reason = asha({1, 3}, sparse, others);
  ASSERT_TRUE(reason);
  EXPECT_EQ(
      *reason,
      "val_accuracy 0.1 at step 10 is behind 2 of 2 other trials; the best 1 go on from rung 9");
}

TEST(Asha, PrunedAndRunningTrialsCountFailedOnesDoNot) {
  History others{with_steps(0, TrialState::kPruned, {0.9}), running(1, {0.9})};
  EXPECT_TRUE(asha({1, 3}, running(9, {0.1}), others));
  others.change(0, [](Trial& trial) { trial.state = TrialState::kFailed; });
  EXPECT_FALSE(asha({1, 3}, running(9, {0.1}), others));
}

HyperbandPruner hyperband(int brackets) {
  return HyperbandPruner(accuracy(), {Rungs{1, 3}, brackets});
}

TEST(Hyperband, BracketsHaveHyperbandsShares) {
  // ceil(4 / (4 - b) 3^(3 - b)) for b = 0..3: 27, 12, 6, 4 of 49. A van der Corput run of n numbers
  // puts into an interval of [0, 1) its share of n, but for log2(n) + 1 at either end.
  const HyperbandPruner pruner = hyperband(4);
  constexpr int kTrials = 4096;
  constexpr double kDiscrepancy = 2.0 * 13.0;
  std::map<int, int> counts;
  for (int number = 0; number < kTrials; ++number) ++counts[pruner.bracket_of(number)];
  ASSERT_EQ(counts.size(), 4u);
  const std::vector<double> weights{27.0, 12.0, 6.0, 4.0};
  for (int b = 0; b < 4; ++b) {
    EXPECT_NEAR(counts[b], kTrials * weights[static_cast<std::size_t>(b)] / 49.0, kDiscrepancy);
  }
}

TEST(Hyperband, AShortStudyHasTrialsInEveryBracket) {
  const HyperbandPruner pruner = hyperband(4);
  std::map<int, int> counts;
  for (int number = 0; number < 24; ++number) ++counts[pruner.bracket_of(number)];
  EXPECT_EQ(counts.size(), 4u);
}

TEST(Hyperband, LaterBracketsStartHigher) {
  const HyperbandPruner pruner = hyperband(4);
  EXPECT_EQ(pruner.rungs_of(0).first, 1);
  EXPECT_EQ(pruner.rungs_of(3).first, 27);
}

TEST(Hyperband, ARungBeyondTheIntegersIsNeverReached) {
  const HyperbandPruner pruner(accuracy(), {Rungs{1000000, 1000}, 16});
  EXPECT_EQ(pruner.rungs_of(15).first, std::numeric_limits<int>::max());
}

TEST(Hyperband, WithOneBracketIsAsha) {
  const HyperbandPruner alone = hyperband(1);
  const History others = first_steps({0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8});
  for (const double value : {0.05, 0.35, 0.55, 0.65, 0.95}) {
    EXPECT_EQ(alone.should_stop(running(9, {value}), {others}).has_value(),
              asha({1, 3}, running(9, {value}), others).has_value());
  }
}

TEST(Hyperband, ComparesWithinABracketOnly) {
  const HyperbandPruner pruner = hyperband(2);
  History mates;
  History strangers;
  for (int number = 0; number < 40; ++number) {
    (pruner.bracket_of(number) == 0 ? mates : strangers).push_back(running(number, {0.9}));
  }
  int newcomer = 40;
  while (pruner.bracket_of(newcomer) != 0) ++newcomer;
  EXPECT_TRUE(pruner.should_stop(running(newcomer, {0.1}), {mates}));
  EXPECT_FALSE(pruner.should_stop(running(newcomer, {0.1}), {strangers}));
}

}  // namespace
}  // namespace wattle::search
