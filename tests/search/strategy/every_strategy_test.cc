// SPDX-License-Identifier: MIT
// Spaces that are hard on a strategy, and every strategy there is.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>

#include "search/strategy/strategy.h"
#include "tests/search/space/space_fixture.h"

namespace wattle::search {
namespace {

using nlohmann::json;

class EveryStrategy : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Strategy> make(const SearchSpace& space) const {
    auto made = make_strategy({{"kind", GetParam()}}, space, goal_, 7);
    if (made) return std::move(*made);
    ADD_FAILURE() << made.error().message;
    return nullptr;
  }

  /// Adds complete trials as the strategy suggests them, each held against the space.
  static void run(Strategy& strategy, const SearchSpace& space, int count, History& history) {
    for (int i = 0; i < count; ++i) {
      const auto number = static_cast<int>(history.size());
      Rng rng(3, static_cast<std::uint64_t>(number));
      auto point = strategy.suggest(history, rng);
      ASSERT_TRUE(point.has_value()) << point.error().message;
      EXPECT_EQ(space.violation(*point), std::nullopt) << point->json();
      for (const Trial& before : history) EXPECT_NE(before.parameters, *point);
      for (const auto& value : point->json()) {
        EXPECT_TRUE(!value.is_number() || std::isfinite(value.get<double>()));
      }
      Trial trial;
      trial.number = number;
      trial.state = TrialState::kComplete;
      trial.parameters = std::move(*point);
      trial.measurement.emplace();
      trial.measurement->metrics = {{"value", std::cos(number)}, {"train_joules", 1.0}};
      history.push_back(std::move(trial));
    }
  }

  const Goal goal_ =
      Goal::from_json({{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
};

TEST_P(EveryStrategy, KeepsToWeightedSums) {
  const SearchSpace space = test::space_of(R"({
      "width": {"type": "int", "low": 8, "high": 512, "scale": "log"},
      "depth": {"type": "int", "low": 1, "high": 8},
      "rate": {"type": "float", "low": 0, "high": 1}})",
                                           R"([
      {"linear": {"width": 1, "depth": 64}, "above": 512},
      {"linear": {"depth": 0.1, "rate": 1}, "below": 0.3}])");
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  History history;
  run(*strategy, space, 20, history);
}

TEST_P(EveryStrategy, SuggestsListedPointsOnlyAndAllOfThem) {
  json rows = json::array();
  for (int i = 0; i < 24; ++i) rows.push_back({{"x", std::sqrt(i)}, {"c", i % 2 == 0 ? "a" : "b"}});
  const SearchSpace space = *SearchSpace::from_json(nullptr, nullptr, rows);
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  History history;
  run(*strategy, space, 24, history);
  Rng rng(1);
  EXPECT_EQ(strategy->suggest(history, rng).error().code, ErrorCode::kExhausted);
}

TEST_P(EveryStrategy, UsesTheTrialsOfASpaceThatWasWidened) {
  const SearchSpace earlier = test::space_of(R"({
      "x": {"type": "float", "low": 0, "high": 1, "levels": 3},
      "o": {"type": "categorical", "choices": ["adam"]},
      "k": {"type": "constant", "value": 2}})");
  const SearchSpace later = test::space_of(R"({
      "x": {"type": "float", "low": -1, "high": 2, "levels": 4},
      "o": {"type": "categorical", "choices": ["adam", "sgd"]},
      "k": {"type": "int", "low": 1, "high": 4},
      "m": {"type": "float", "low": 0, "high": 1, "when": {"o": "sgd"}}})");
  ASSERT_TRUE(later.widens(earlier));
  const auto before = make(earlier);
  ASSERT_TRUE(before);
  History history;
  run(*before, earlier, 3, history);
  const auto after = make(later);
  ASSERT_TRUE(after);
  const auto restored = after->restore(before->state());
  EXPECT_TRUE(restored.has_value());
  run(*after, later, 12, history);
}

TEST_P(EveryStrategy, EndsAfterTheOnlyPoint) {
  const SearchSpace space = test::space_of(R"({
      "x": {"type": "float", "low": 0.5, "high": 0.5},
      "n": {"type": "int", "low": 3, "high": 3, "scale": "log"},
      "c": {"type": "categorical", "choices": [null]},
      "k": {"type": "constant", "value": {}}})");
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  History history;
  run(*strategy, space, 1, history);
  Rng rng(1);
  EXPECT_EQ(strategy->suggest(history, rng).error().code, ErrorCode::kExhausted);
}

TEST_P(EveryStrategy, CopesWithTinyAndHugeNumbers) {
  const SearchSpace space = test::space_of(R"({
      "a": {"type": "float", "low": 0, "high": 1e-300},
      "b": {"type": "float", "low": 1e-300, "high": 1e300, "scale": "log"},
      "c": {"type": "float", "low": 1e-300, "high": 3e-300, "step": 1e-300},
      "d": {"type": "float", "low": 1e-300, "high": 1e-290, "scale": "reverse_log"},
      "e": {"type": "float", "low": -8e307, "high": 8e307}})");
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  History history;
  run(*strategy, space, 15, history);
}

TEST_P(EveryStrategy, CopesWithTwoHundredParameters) {
  json parameters = json::object();
  for (int i = 0; i < 200; ++i) {
    const std::string name = "p" + std::to_string(i);
    parameters[name] = {{"type", "float"}, {"low", 0}, {"high", 1}, {"levels", i < 8 ? 3 : 1}};
    if (i % 10 == 9) parameters[name]["when"] = {{"p" + std::to_string(i - 1), {{"above", 0.4}}}};
  }
  const json forbid = json::array({{{"linear", {{"p0", 1}, {"p1", 1}}}, {"above", 1.5}}});
  const SearchSpace space = test::space_of(parameters, forbid);
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  History history;
  run(*strategy, space, 12, history);
}

INSTANTIATE_TEST_SUITE_P(Strategies, EveryStrategy, testing::ValuesIn(strategy_kinds()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace wattle::search
