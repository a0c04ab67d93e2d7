// SPDX-License-Identifier: MIT
#include "search/strategy/sobol_strategy.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

Trial trial(int number, Parameters parameters, TrialState state = TrialState::kComplete) {
  Trial made;
  made.number = number;
  made.parameters = std::move(parameters);
  made.state = state;
  return made;
}

/// The first points that a strategy suggests, each trial ended before the next begins.
History run(Strategy& strategy, int count) {
  History history;
  for (int number = 0; number < count; ++number) {
    Rng rng(5, static_cast<std::uint64_t>(number));
    history.push_back(trial(number, *strategy.suggest(history, rng)));
  }
  return history;
}

TEST(SobolStrategy, FillsTheSquareEvenly) {
  const SearchSpace space = test::square();
  SobolStrategy strategy(space, 3);
  std::set<std::pair<int, int>> boxes;
  for (const Trial& done : run(strategy, 64)) {
    boxes.emplace(static_cast<int>(8 * done.parameters.json()["x"].get<double>()),
                  static_cast<int>(8 * done.parameters.json()["y"].get<double>()));
  }
  EXPECT_EQ(boxes.size(), 64U);
}

TEST(SobolStrategy, TakesEveryChoiceEquallyOften) {
  const SearchSpace space = test::space_of(R"({
      "a": {"type": "categorical", "choices": ["x", "y", "z", "w"]},
      "b": {"type": "float", "low": 0, "high": 1}})");
  SobolStrategy strategy(space, 3);
  std::map<std::string, int> counts;
  for (const Trial& done : run(strategy, 64)) ++counts[done.parameters.json()["a"]];
  for (const auto& [choice, count] : counts) EXPECT_EQ(count, 16) << choice;
}

TEST(SobolStrategy, SuggestsTheSamePointsForAnyNumberOfWorkers) {
  const SearchSpace space = test::square();
  SobolStrategy alone(space, 3);
  const History one = run(alone, 20);
  SobolStrategy shared(space, 3);
  History many;
  for (int number = 0; number < 20; ++number) {
    Rng rng(99, static_cast<std::uint64_t>(number));
    many.push_back(trial(number, *shared.suggest(many, rng), TrialState::kRunning));
    if (number < 4) continue;
    many.change(static_cast<std::size_t>(number - 4),
                [](Trial& trial) { trial.state = TrialState::kFailed; });
  }
  for (std::size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].parameters, many[i].parameters);
}

TEST(SobolStrategy, SuggestsTheSameWithoutItsState) {
  const SearchSpace space = test::square();
  SobolStrategy strategy(space, 3);
  const History history = run(strategy, 20);
  SobolStrategy fresh(space, 3);
  Rng rng(1);
  EXPECT_EQ(*fresh.suggest(history, rng), *strategy.suggest(history, rng));
}

TEST(SobolStrategy, ForgetsAStateOfAnotherSpaceOrSeed) {
  const SearchSpace space = test::square();
  SobolStrategy strategy(space, 3);
  run(strategy, 20);
  SobolStrategy other(space, 4);
  ASSERT_TRUE(other.restore(strategy.state()).has_value());
  EXPECT_EQ(other.state()["next"], 0);
  json state = strategy.state();
  state["next"] = -1;
  EXPECT_EQ(strategy.restore(state).error().code, ErrorCode::kCorrupt);
}

TEST(SobolStrategy, KeepsToWeightedSums) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1},
                                               "y": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"linear": {"x": 1, "y": 1}, "above": 1}])");
  SobolStrategy strategy(space, 3);
  for (const Trial& done : run(strategy, 100)) {
    EXPECT_EQ(space.violation(done.parameters), std::nullopt);
  }
  EXPECT_EQ(strategy.explain()["suggestion"], "sequence");
}

TEST(SobolStrategy, SaysWhenItGoesOnAtRandom) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"x": {"above": 1e-9}}])");
  SobolStrategy strategy(space, 3);
  for (const Trial& done : run(strategy, 3)) {
    EXPECT_EQ(space.violation(done.parameters), std::nullopt);
  }
  EXPECT_EQ(strategy.explain()["suggestion"], "random");
}

TEST(SobolStrategy, UsesUpListedPoints) {
  json rows = json::array();
  for (int i = 0; i < 60; ++i) rows.push_back({{"x", i * i}, {"c", i % 2 == 0 ? "a" : "b"}});
  const SearchSpace space = *SearchSpace::from_json(nullptr, nullptr, rows);
  SobolStrategy strategy(space, 3);
  std::set<std::string> points;
  History history = run(strategy, 60);
  for (const Trial& done : history) points.insert(done.parameters.json().dump());
  EXPECT_EQ(points.size(), 60U);
  Rng rng(1);
  EXPECT_EQ(strategy.suggest(history, rng).error().code, ErrorCode::kExhausted);
}

}  // namespace
}  // namespace wattle::search
