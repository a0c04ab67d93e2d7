// SPDX-License-Identifier: MIT
#include "search/pruning/median_pruner.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

const Goal& accuracy() {
  static const Goal goal =
      Goal::from_json({{"kind", "best"}, {"metric", "val_accuracy"}, {"direction", "maximize"}});
  return goal;
}

Trial with_steps(int number, TrialState state, const std::vector<double>& values) {
  Trial trial;
  trial.number = number;
  trial.state = state;
  for (std::size_t i = 0; i < values.size(); ++i) {
    trial.steps.push_back(
        {static_cast<int>(i) + 1, {{"val_accuracy", values[i]}}, Joules(1.0), Seconds(1.0)});
  }
  return trial;
}

/// Three complete trials whose running averages at step 2 are 0.5, 0.6 and 0.7.
History three_others() {
  return {with_steps(0, TrialState::kComplete, {0.4, 0.6, 0.9}),
          with_steps(1, TrialState::kComplete, {0.6, 0.6}),
          with_steps(2, TrialState::kComplete, {0.6, 0.8})};
}

MedianPruner pruner(int startup_trials, int warmup_steps) {
  return MedianPruner(accuracy(), {startup_trials, warmup_steps});
}

TEST(MedianPruner, StopsATrialBelowTheMedianOfRunningAverages) {
  EXPECT_TRUE(
      pruner(3, 1).should_stop(with_steps(9, TrialState::kRunning, {0.3, 0.59}), three_others()));
}

TEST(MedianPruner, SparesATrialAtTheMedian) {
  EXPECT_FALSE(
      pruner(3, 1).should_stop(with_steps(9, TrialState::kRunning, {0.3, 0.6}), three_others()));
}

TEST(MedianPruner, CountsTheBestValueReachedSoFar) {
  EXPECT_FALSE(
      pruner(3, 1).should_stop(with_steps(9, TrialState::kRunning, {0.8, 0.1}), three_others()));
}

TEST(MedianPruner, WaitsForStartupTrialsAndWarmupSteps) {
  const Trial bad = with_steps(9, TrialState::kRunning, {0.1, 0.1});
  EXPECT_FALSE(pruner(4, 1).should_stop(bad, three_others()));
  EXPECT_FALSE(pruner(3, 2).should_stop(bad, three_others()));
}

TEST(MedianPruner, IgnoresTrialsThatFailedOrDidNotGetAsFar) {
  const History others{with_steps(0, TrialState::kFailed, {0.9, 0.9}),
                       with_steps(1, TrialState::kComplete, {0.9}),
                       with_steps(2, TrialState::kPruned, {0.9, 0.9})};
  EXPECT_FALSE(pruner(0, 0).should_stop(with_steps(9, TrialState::kRunning, {0.1, 0.1}), others));
}

TEST(MedianPruner, ReasonNamesTheNumbers) {
  const auto reason =
      pruner(3, 1).should_stop(with_steps(9, TrialState::kRunning, {0.3, 0.5}), three_others());
  ASSERT_TRUE(reason);
  EXPECT_EQ(*reason, "val_accuracy 0.5 at step 2 is worse than the median 0.6 of 3 trials");
}

TEST(MakePruner, BuildsEachKindByItsName) {
  for (const std::string& kind : pruner_kinds()) {
    EXPECT_EQ(make_pruner({{"kind", kind}}, accuracy())->kind(), kind);
  }
}

TEST(MakePruner, NoneNeverStops) {
  const auto none = make_pruner({{"kind", "none"}}, accuracy());
  EXPECT_FALSE(none->should_stop(with_steps(9, TrialState::kRunning, {0.0, 0.0}), three_others()));
}

}  // namespace
}  // namespace wattle::search
