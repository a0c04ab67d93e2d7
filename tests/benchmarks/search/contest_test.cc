// SPDX-License-Identifier: MIT
#include "tests/benchmarks/search/contest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/benchmarks/search/hypervolume.h"
#include "tests/benchmarks/search/quantiles.h"

namespace wattle::search::benchmarks {
namespace {

/// x0 in {0, ..., 9}, to be minimised.
Problem ten_numbers() {
  Problem problem;
  problem.space = {{"x0", {{"type", "int"}, {"low", 0}, {"high", 9}}}};
  problem.goal = {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}};
  problem.measure = [](const Parameters& parameters) {
    return std::optional<Metrics>({{"value", inputs(parameters)[0]}});
  };
  return problem;
}

/// 9, 8, ... by the trials so far.
Result<Parameters> count_down(const History& history, Rng&) {
  return Parameters(nlohmann::json{{"x0", 9 - static_cast<int>(history.size())}});
}

TEST(Contest, TakesTheRegretAtEachCheckpoint) {
  ContestOptions options;
  options.checkpoints = {1, 4, 10};
  const ContestResult result = play(ten_numbers(), options, count_down);
  EXPECT_EQ(result.regrets, (std::vector<double>{9.0, 6.0, 0.0}));
  EXPECT_EQ(result.trials, 10);
}

TEST(Contest, KeepsTheLastRegretWhenTheSpaceIsUsedUp) {
  ContestOptions options;
  options.strategy = {{"kind", "random"}};
  options.checkpoints = {10, 50};
  const ContestResult result = play(ten_numbers(), options);
  EXPECT_EQ(result.regrets, (std::vector<double>{0.0, 0.0}));
  EXPECT_EQ(result.trials, 10);
}

TEST(Contest, IsInfinitelyFarWhileEverythingFails) {
  Problem problem = ten_numbers();
  problem.measure = [](const Parameters&) { return std::optional<Metrics>(); };
  ContestOptions options;
  options.checkpoints = {3};
  EXPECT_EQ(play(problem, options, count_down).regrets.front(),
            std::numeric_limits<double>::infinity());
}

TEST(Contest, ShowsTheOtherJobsAsRunning) {
  ContestOptions options;
  options.checkpoints = {10};
  options.jobs = 4;
  long most = 0;
  const Player player = [&](const History& history, Rng& rng) {
    most = std::max(most, std::count_if(history.begin(), history.end(), [](const Trial& trial) {
                      return trial.state == TrialState::kRunning;
                    }));
    if (history.size() == 10) return Result<Parameters>(fail(ErrorCode::kExhausted, "used up"));
    return count_down(history, rng);
  };
  EXPECT_EQ(play(ten_numbers(), options, player).regrets.front(), 0.0);
  EXPECT_EQ(most, 3);
}

TEST(Contest, RefusesAPointOutsideTheSpace) {
  ContestOptions options;
  options.checkpoints = {1};
  const Player outside = [](const History&, Rng&) {
    return Result<Parameters>(Parameters(nlohmann::json{{"x0", 10}}));
  };
  EXPECT_THROW(play(ten_numbers(), options, outside), std::runtime_error);
}

TEST(Hypervolume, IsTheAreaOfTheStairs) {
  EXPECT_DOUBLE_EQ(hypervolume({{0.0, 1.0}, {1.0, 0.0}}, {2.0, 2.0}), 3.0);
  EXPECT_DOUBLE_EQ(hypervolume({{1.0, 0.0}, {0.0, 1.0}, {1.5, 1.5}, {3.0, -9.0}}, {2.0, 2.0}), 3.0)
      << "dominated points and points beyond the reference count nothing";
  EXPECT_EQ(hypervolume({}, {2.0, 2.0}), 0.0);
}

TEST(Quantile, IsLinearBetweenNeighbours) {
  EXPECT_DOUBLE_EQ(quantile({4.0, 1.0, 2.0, 3.0}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(quantile({4.0, 1.0, 2.0, 3.0}, 1.0), 4.0);
  const double infinite = std::numeric_limits<double>::infinity();
  EXPECT_EQ(quantile({1.0, infinite, infinite}, 0.5), infinite);
  EXPECT_EQ(quantile({1.0, 2.0, infinite}, 0.5), 2.0);
}

}  // namespace
}  // namespace wattle::search::benchmarks
