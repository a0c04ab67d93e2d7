// SPDX-License-Identifier: MIT
#include "search/strategy/random_strategy.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

/// Suggests until the space is used up; every trial is still running.
std::set<std::string> all_suggestions(const SearchSpace& space) {
  RandomStrategy strategy(space);
  History history;
  std::set<std::string> points;
  for (int number = 0;; ++number) {
    Rng rng(5, static_cast<std::uint64_t>(number));
    auto point = strategy.suggest(history, rng);
    if (!point) {
      EXPECT_EQ(point.error().code, ErrorCode::kExhausted);
      return points;
    }
    EXPECT_TRUE(points.insert(point->json().dump()).second) << point->json();
    Trial trial;
    trial.number = number;
    trial.parameters = std::move(*point);
    history.push_back(std::move(trial));
  }
}

TEST(RandomStrategy, UsesUpAFiniteSpace) {
  EXPECT_EQ(all_suggestions(test::space_of(R"({"a": {"type": "int", "low": 1, "high": 20},
                                               "b": {"type": "ordinal", "values": [1, 2, 3]}})",
                                           R"([{"a": {"above": 10}, "b": 2}])"))
                .size(),
            50U);
}

TEST(RandomStrategy, FindsTheFewAllowedPointsOfAFiniteSpace) {
  // 3 allowed among a million: drawing would not find them.
  EXPECT_EQ(all_suggestions(test::space_of(R"({"a": {"type": "int", "low": 1, "high": 1000},
                                               "b": {"type": "int", "low": 1, "high": 1000}})",
                                           R"([{"a": {"above": 1}}, {"b": {"above": 3}}])"))
                .size(),
            3U);
}

TEST(RandomStrategy, FindsUnlikelyPoints) {
  // On a log scale the last integers of a long range are drawn in one of ten thousand draws.
  EXPECT_EQ(all_suggestions(
                test::space_of(R"({"a": {"type": "int", "low": 1, "high": 200, "scale": "log"}})"))
                .size(),
            200U);
}

TEST(RandomStrategy, UsesUpListedPoints) {
  nlohmann::json rows = nlohmann::json::array();
  for (int i = 0; i < 700; ++i) rows.push_back({{"x", i / 7.0}, {"y", i % 3}});
  EXPECT_EQ(all_suggestions(*SearchSpace::from_json(nullptr, nullptr, rows)).size(), 700U);
}

TEST(RandomStrategy, WalksWhereDrawingFindsNothing) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"x": {"above": 1e-9}}])");
  RandomStrategy strategy(space);
  History history;
  for (int number = 0; number < 5; ++number) {
    Rng rng(5, static_cast<std::uint64_t>(number));
    Trial trial;
    trial.number = number;
    trial.parameters = *strategy.suggest(history, rng);
    EXPECT_EQ(space.violation(trial.parameters), std::nullopt);
    history.push_back(std::move(trial));
  }
}

TEST(RandomStrategy, TriesTheOnlyPointOfABranchOnce) {
  const SearchSpace space = test::space_of(R"({
      "a": {"type": "categorical", "choices": ["none", "some"]},
      "x": {"type": "float", "low": 0, "high": 1, "when": {"a": "some"}}})");
  RandomStrategy strategy(space);
  History history;
  int without = 0;
  for (int number = 0; number < 50; ++number) {
    Rng rng(5, static_cast<std::uint64_t>(number));
    Trial trial;
    trial.number = number;
    trial.parameters = *strategy.suggest(history, rng);
    trial.state = TrialState::kComplete;
    if (!trial.parameters.has("x")) ++without;
    history.push_back(std::move(trial));
  }
  EXPECT_EQ(without, 1);
}

}  // namespace
}  // namespace wattle::search
