// SPDX-License-Identifier: MIT
#include "search/strategy/merit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "search/space/rng.h"
#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::search {
namespace {

using Outcome = JudgedTrial::Outcome;

JudgedTrial trial_of(double first, double second = 0.0, double violation = 0.0,
                     Outcome outcome = Outcome::kComplete) {
  JudgedTrial trial;
  trial.outcome = outcome;
  trial.violation = violation;
  trial.losses = {first, second};
  return trial;
}

std::vector<std::size_t> order_of_all(const std::vector<JudgedTrial>& trials) {
  std::vector<std::size_t> rows(trials.size());
  std::iota(rows.begin(), rows.end(), 0U);
  return order_of_merit(trials, rows);
}

TEST(OrderOfMerit, SortsOneObjectiveByValue) {
  EXPECT_THAT(order_of_all({trial_of(3), trial_of(1), trial_of(2), trial_of(1)}),
              testing::ElementsAre(1, 3, 2, 0));
}

TEST(OrderOfMerit, PutsConstraintsBeforeValuesAndFailuresLast) {
  const std::vector<JudgedTrial> trials{
      trial_of(0, 0, 0, Outcome::kPending),
      trial_of(0, 0, 0, Outcome::kFailed),
      trial_of(-9, 0, 2.0),
      trial_of(-8, 0, 1.0),
      trial_of(-7, 0, 0, Outcome::kPruned),
      trial_of(5),
  };
  EXPECT_THAT(order_of_all(trials), testing::ElementsAre(5, 4, 3, 2, 1, 0));
}

TEST(OrderOfMerit, OrdersOnlyTheRowsAskedFor) {
  EXPECT_THAT(order_of_merit({trial_of(3), trial_of(1), trial_of(2)}, {0, 2}),
              testing::ElementsAre(2, 0));
}

bool dominates(const JudgedTrial& a, const JudgedTrial& b) {
  return a.losses[0] <= b.losses[0] && a.losses[1] <= b.losses[1] && a.losses != b.losses;
}

/// Fronts by their definition: peel off what nothing left dominates.
std::vector<int> fronts_by_peeling(const std::vector<JudgedTrial>& trials) {
  std::vector<int> fronts(trials.size(), -1);
  for (int front = 0; std::count(fronts.begin(), fronts.end(), -1) > 0; ++front) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      if (fronts[i] >= 0) continue;
      bool dominated = false;
      for (std::size_t j = 0; j < trials.size(); ++j) {
        dominated = dominated || (fronts[j] < 0 && dominates(trials[j], trials[i]));
      }
      if (!dominated) members.push_back(i);
    }
    for (const std::size_t member : members) fronts[member] = front;
  }
  return fronts;
}

TEST(OrderOfMerit, SortsTwoObjectivesByFronts) {
  Rng rng(3);
  std::vector<JudgedTrial> trials;
  for (int i = 0; i < 200; ++i) {
    // Few values, so that ties and duplicates occur.
    trials.push_back(trial_of(static_cast<double>(rng.uniform_int(0, 15)),
                              static_cast<double>(rng.uniform_int(0, 15))));
  }
  const std::vector<int> fronts = fronts_by_peeling(trials);
  std::vector<int> in_order;
  for (const std::size_t row : order_of_all(trials)) in_order.push_back(fronts[row]);
  EXPECT_EQ(in_order.size(), trials.size());
  EXPECT_TRUE(std::is_sorted(in_order.begin(), in_order.end()));
}

TEST(OrderOfMerit, PrefersTheLeastCrowdedOfAFront) {
  // Ends first; then 3 (sides 0.6 + 0.6) before 1 (0.4 + 0.4) before 2 (0.3 + 0.3), of ten.
  const std::vector<JudgedTrial> front{trial_of(0, 10), trial_of(3, 7), trial_of(4, 6),
                                       trial_of(6, 4), trial_of(10, 0)};
  EXPECT_THAT(order_of_all(front), testing::ElementsAre(0, 4, 3, 1, 2));
}

TEST(OrderOfMerit, CopesWithTheLargestDoubles) {
  constexpr double kMost = std::numeric_limits<double>::max();
  const std::vector<JudgedTrial> front{trial_of(-kMost, kMost), trial_of(0, 0),
                                       trial_of(kMost, -kMost)};
  EXPECT_THAT(order_of_all(front), testing::ElementsAre(0, 2, 1));
}

TEST(Judge, TellsWhatCameOfATrial) {
  const SearchSpace space = test::square();
  const Goal goal = Goal::from_json({{"kind", "within"},
                                     {"metric", "value"},
                                     {"direction", "maximize"},
                                     {"bound_metric", "size"},
                                     {"at_most", 2.0}});
  const Parameters point({{"x", 0.25}, {"y", 1.0}});
  History history;
  history.push_back(test::complete(history, point, {{"value", 3.0}, {"size", 2.5}}));
  history.push_back(test::complete(history, point, {{"value", 3.0}, {"size", 1.0}}));
  history.change(1, [](Trial& trial) { trial.state = TrialState::kPruned; });
  history.push_back(test::complete(history, point, {{"value", 3.0}}));
  history.push_back(test::failed(history, point));
  history.push_back(test::running(history, point));
  history.push_back(test::running(history, Parameters(nlohmann::json{{"x", 7}})));

  const std::vector<JudgedTrial> trials = judge(history, space, Encoding(space), goal);
  ASSERT_EQ(trials.size(), 5U) << "the last one is no point of the space";
  EXPECT_EQ(trials[0].outcome, Outcome::kComplete);
  EXPECT_EQ(trials[0].violation, 0.5);
  EXPECT_EQ(trials[0].losses[0], -3.0);
  EXPECT_EQ(trials[0].x[0], 0.25);
  EXPECT_EQ(trials[1].outcome, Outcome::kPruned);
  EXPECT_EQ(trials[1].violation, 0.0);
  EXPECT_EQ(trials[2].outcome, Outcome::kFailed);
  EXPECT_EQ(trials[3].outcome, Outcome::kFailed);
  EXPECT_EQ(trials[4].outcome, Outcome::kPending);
}

TEST(Judge, TakesAnOverflowForAFailure) {
  const SearchSpace space = test::square();
  const Goal goal = Goal::from_json({{"kind", "weighted"},
                                     {"metric", "value"},
                                     {"direction", "minimize"},
                                     {"points_per_decade", 1e308}});
  History history;
  history.push_back(test::complete(history, Parameters({{"x", 0}, {"y", 0}}),
                                   {{"value", 1e308}, {"train_joules", 1e9}}));
  EXPECT_EQ(judge(history, space, Encoding(space), goal)[0].outcome, Outcome::kFailed);
}

}  // namespace
}  // namespace wattle::search
