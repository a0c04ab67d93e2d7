// SPDX-License-Identifier: MIT
#include "search/pruning/median_pruner.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/search/pruning/curves.h"

namespace wattle::search {
namespace {

using test::accuracy;
using test::complete;
using test::running;
using test::with_steps;

/// Three complete trials whose running averages at step 2 are 0.5, 0.6 and 0.7.
History three_others() {
  return {complete(0, {0.4, 0.6, 0.9}), complete(1, {0.6, 0.6}), complete(2, {0.6, 0.8})};
}

std::optional<std::string> answer(MedianPrunerOptions options, const Trial& trial,
                                  const History& others) {
  return MedianPruner(accuracy(), options).should_stop(trial, {others});
}

TEST(MedianPruner, StopsATrialBelowTheMedianOfRunningAverages) {
  EXPECT_TRUE(answer({3, 1}, running(9, {0.3, 0.59}), three_others()));
}

TEST(MedianPruner, SparesATrialAtTheMedian) {
  EXPECT_FALSE(answer({3, 1}, running(9, {0.3, 0.6}), three_others()));
}

TEST(MedianPruner, CountsTheBestValueReachedSoFar) {
  EXPECT_FALSE(answer({3, 1}, running(9, {0.8, 0.1}), three_others()));
}

TEST(MedianPruner, WaitsForStartupTrialsAndWarmupSteps) {
  const Trial bad = running(9, {0.1, 0.1});
  EXPECT_FALSE(answer({4, 1}, bad, three_others()));
  EXPECT_FALSE(answer({3, 2}, bad, three_others()));
}

TEST(MedianPruner, IgnoresTrialsThatFailedOrDidNotGetAsFar) {
  const History others{with_steps(0, TrialState::kFailed, {0.9, 0.9}), complete(1, {0.9}),
                       with_steps(2, TrialState::kPruned, {0.9, 0.9})};
  EXPECT_FALSE(answer({0, 0}, running(9, {0.1, 0.1}), others));
}

TEST(MedianPruner, TakesTheMiddleOfTwoEvenNearTheLargestDouble) {
  const double large = std::numeric_limits<double>::max();
  const History others{complete(0, {large}), complete(1, {large})};
  EXPECT_FALSE(answer({1, 0}, running(9, {large}), others));
  EXPECT_TRUE(answer({1, 0}, running(9, {large / 2.0}), others));
}

TEST(MedianPruner, OfThousandsOfTrialsAnEvenSampleStandsForAll) {
  // Accuracies spread evenly over [0, 1) in an order that no stride falls in step with.
  constexpr int kMany = 5000;
  History others;
  for (int number = 0; number < kMany; ++number) {
    others.push_back(complete(number, {(number * 1237 % kMany) / static_cast<double>(kMany)}));
  }
  // The median of 1,000 of them: three standard errors are 3 x 0.5 / sqrt(1000) < 0.05 of the
  // ranks.
  EXPECT_TRUE(answer({5, 0}, running(kMany, {0.45}), others));
  EXPECT_FALSE(answer({5, 0}, running(kMany, {0.55}), others));
}

TEST(MedianPruner, ReasonNamesTheNumbers) {
  const auto reason = answer({3, 1}, running(9, {0.3, 0.5}), three_others());
  ASSERT_TRUE(reason);
  EXPECT_EQ(*reason, "val_accuracy 0.5 at step 2 is worse than the median 0.6 of 3 trials");
}

}  // namespace
}  // namespace wattle::search
