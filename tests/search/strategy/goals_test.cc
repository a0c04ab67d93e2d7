// SPDX-License-Identifier: MIT
// Every goal with every strategy, on a problem whose trade-off is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>

#include "tests/search/strategy/bayesian_fixture.h"
#include "tests/search/strategy/goal_cases.h"

namespace wattle::test {
namespace {

using search::Goal;
using search::Metrics;

search::SearchSpace line() {
  return space_of({{"x", {{"type", "float"}, {"low", 0.0}, {"high", 1.0}, {"levels", 30}}}});
}

/// The value is least at 0.8; joules, seconds and inference rise with x.
Metrics measure(double x) {
  return {{"value", 0.1 + (x - 0.8) * (x - 0.8)},
          {"train_joules", std::pow(10.0, 1.0 + 2.0 * x)},
          {"inference_joules_per_1000", 1.0 + x},
          {"seconds", 10.0 * x + 0.1}};
}

search::History search_with(const std::string& strategy, const Goal& goal, int trials) {
  const search::SearchSpace space = line();
  const auto made = search::make_strategy({{"kind", strategy}}, space, goal, 3);
  if (!made) {
    ADD_FAILURE() << made.error().message;
    return {};
  }
  const auto evaluate = [](const search::Parameters& point) { return measure(number(point, "x")); };
  return run(**made, evaluate, trials, 3);
}

class EveryGoal : public testing::TestWithParam<std::tuple<std::string, GoalCase>> {};

TEST_P(EveryGoal, IsSearchedAndHasAWinner) {
  const auto& [strategy, each] = GetParam();
  const Goal goal = each.goal();
  constexpr int kTrials = 12;
  const search::History history = search_with(strategy, goal, kTrials);
  ASSERT_EQ(history.size(), kTrials);
  for (const search::Trial& trial : history) {
    EXPECT_EQ(line().violation(trial.parameters), std::nullopt);
    EXPECT_TRUE(goal.ranks(trial)) << goal.defect(trial.measurement->metrics);
  }
  EXPECT_TRUE(goal.best(history).has_value());
}

INSTANTIATE_TEST_SUITE_P(Strategies, EveryGoal,
                         testing::Combine(testing::ValuesIn(search::strategy_kinds()),
                                          testing::ValuesIn(goal_cases())),
                         [](const auto& instance) {
                           return std::get<0>(instance.param) + "_" +
                                  std::get<1>(instance.param).name;
                         });

class BayesianGoal : public testing::TestWithParam<GoalCase> {};

/// Whatever the goal, its own optimum is found, not that of the metric. 25 trials at random come
/// as close with probability 1 - 0.99^25 = 0.22.
TEST_P(BayesianGoal, ComesAmongTheBestOfAThousand) {
  const Goal goal = GetParam().goal();
  const search::History history = search_with("bayesian", goal, 25);
  const std::optional<int> best = goal.best(history);
  ASSERT_TRUE(best);
  const search::Trial& winner = history[static_cast<std::size_t>(*best)];
  constexpr int kPoints = 1000;
  int better = 0;
  for (int i = 0; i <= kPoints; ++i) {
    const double x = static_cast<double>(i) / kPoints;
    better +=
        goal.better(complete({}, search::Parameters(nlohmann::json{{"x", x}}), measure(x)), winner);
  }
  EXPECT_LE(better, kPoints / 100) << "won: " << winner.parameters.json();
}

std::vector<GoalCase> of_one_objective() {
  std::vector<GoalCase> cases = goal_cases();
  std::erase_if(cases,
                [](const GoalCase& each) { return each.goal().form().objectives.size() != 1; });
  return cases;
}

INSTANTIATE_TEST_SUITE_P(OfOneObjective, BayesianGoal, testing::ValuesIn(of_one_objective()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace wattle::test
