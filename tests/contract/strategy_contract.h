// SPDX-License-Identifier: MIT
// What every strategy must satisfy. To hold one against it:
//   INSTANTIATE_TEST_SUITE_P(Mine, StrategyContract, testing::Values(StrategyCase{"mine", make}),
//                            strategy_case_name);
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "search/strategy/strategy.h"
#include "tests/contract/change_all.h"

namespace wattle::contract {

/// The goal that contract histories are measured by: minimise the metric "value". Every complete
/// trial also has "train_joules" and "seconds".
inline search::Goal contract_goal() {
  return search::Goal::from_json(
      {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}});
}

/// One strategy under test.
struct StrategyCase {
  std::string name;
  /// Builds a strategy for a space and a goal, which outlive it.
  std::function<Result<std::unique_ptr<search::Strategy>>(const search::SearchSpace&,
                                                          const search::Goal&, std::uint64_t seed)>
      make;
  /// Length of the longest history: 5,000 where a suggestion costs O(n), less for a dear model.
  int many = 300;
};

inline void PrintTo(const StrategyCase& strategy, std::ostream* out) { *out << strategy.name; }

inline std::string strategy_case_name(const testing::TestParamInfo<StrategyCase>& instance) {
  return instance.param.name;
}

class StrategyContract : public testing::TestWithParam<StrategyCase> {
 protected:
  /// Every type, a condition on a condition, and two clauses. Its grid has more than 300 points.
  static search::SearchSpace mixed_space() {
    return *search::SearchSpace::from_json(nlohmann::json::parse(R"({
      "learning_rate": {"type": "float", "low": 1e-4, "high": 1, "scale": "log"},
      "width": {"type": "int", "low": 8, "high": 128, "scale": "log"},
      "depth": {"type": "ordinal", "values": [1, 2, 4]},
      "optimizer": {"type": "categorical", "choices": ["adam", "rmsprop", "sgd"]},
      "momentum": {"type": "float", "low": 0.001, "high": 0.999, "scale": "reverse_log",
                   "when": {"optimizer": "sgd"}},
      "nesterov": {"type": "categorical", "choices": [false, true],
                   "when": {"momentum": {"above": 0.5}}},
      "bias": {"type": "constant", "value": true}})"),
                                           nlohmann::json::parse(R"([
      {"width": {"above": 64}, "learning_rate": {"above": 0.3}},
      {"optimizer": "rmsprop", "depth": 4}])"));
  }

  /// 3 + 3 x 3 points of which two are forbidden.
  static search::SearchSpace small_space() {
    return *search::SearchSpace::from_json(nlohmann::json::parse(R"({
      "a": {"type": "categorical", "choices": ["x", "y"]},
      "b": {"type": "int", "low": 1, "high": 3},
      "c": {"type": "ordinal", "values": [0.5, 1, 2], "when": {"a": "y"}}})"),
                                           nlohmann::json::parse(R"([
      {"a": "x", "b": 2}, {"b": 3, "c": {"above": 1}}])"));
  }
  static constexpr int kSmallSpacePoints = 10;

  std::unique_ptr<search::Strategy> make(const search::SearchSpace& space,
                                         std::uint64_t seed = 7) const {
    auto strategy = GetParam().make(space, goal_, seed);
    if (!strategy) {
      ADD_FAILURE() << strategy.error().message;
      return nullptr;
    }
    return std::move(*strategy);
  }

  static search::Trial running(int number, search::Parameters parameters) {
    search::Trial trial;
    trial.number = number;
    trial.parameters = std::move(parameters);
    return trial;
  }

  static search::Trial complete(int number, search::Parameters parameters, double value) {
    search::Trial trial = running(number, std::move(parameters));
    trial.state = search::TrialState::kComplete;
    trial.measurement.emplace();
    trial.measurement->metrics = {
        {"value", value}, {"train_joules", 10.0 + number % 5}, {"seconds", 1.0}};
    return trial;
  }

  static search::Trial failed(int number, search::Parameters parameters) {
    search::Trial trial = running(number, std::move(parameters));
    trial.state = search::TrialState::kFailed;
    trial.reason = "the loss is not a number";
    return trial;
  }

  /// A smooth stand-in for a result: the mean position of the numeric parameters.
  static double value_of(const search::SearchSpace& space, const search::Parameters& point) {
    double sum = 0.0;
    for (const search::Parameter& parameter : space.parameters()) {
      const search::Value* value = point.find(parameter.name);
      if (value != nullptr) sum += parameter.to_unit(*value);
    }
    return sum / static_cast<double>(space.size());
  }

  /// `count` complete trials at random points.
  static search::History random_history(const search::SearchSpace& space, int count) {
    search::Rng rng(99);
    search::History history;
    for (int number = 0; number < count; ++number) {
      search::Parameters point = *space.sample(rng);
      const double value = value_of(space, point);
      history.push_back(complete(number, std::move(point), value));
    }
    return history;
  }

  /// The suggestion, checked against the space and the running trials.
  static search::Parameters suggest(search::Strategy& strategy, const search::SearchSpace& space,
                                    const search::History& history, std::uint64_t stream) {
    search::Rng rng(11, stream);
    const auto suggestion = strategy.suggest(history, rng);
    if (!suggestion) {
      ADD_FAILURE() << suggestion.error().message;
      return {};
    }
    EXPECT_EQ(space.violation(*suggestion), std::nullopt) << suggestion->json();
    for (const search::Trial& trial : history) {
      if (search::is_ended(trial.state)) continue;
      EXPECT_NE(*suggestion, trial.parameters);
    }
    return *suggestion;
  }

  const search::Goal goal_ = contract_goal();
};

TEST_P(StrategyContract, SuggestsTheSameFromTheSameHistory) {
  const search::SearchSpace space = mixed_space();
  const search::History history = random_history(space, 20);
  const auto first = make(space);
  const auto second = make(space);
  ASSERT_TRUE(first && second);
  const search::Parameters suggestion = suggest(*first, space, history, 1);
  EXPECT_EQ(suggest(*second, space, history, 1), suggestion);
  EXPECT_EQ(suggest(*first, space, history, 1), suggestion) << "asking must not change the answer";
}

TEST_P(StrategyContract, SuggestsPointsOfTheSpaceWithTrialsRunning) {
  const search::SearchSpace space = mixed_space();
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  constexpr int kTrials = 24;
  constexpr int kWorkers = 4;
  search::History history;
  for (int number = 0; number < kTrials; ++number) {
    search::Parameters point = suggest(*strategy, space, history, static_cast<unsigned>(number));
    history.push_back(running(number, std::move(point)));
    if (number < kWorkers) continue;
    history.change(static_cast<std::size_t>(number - kWorkers), [&](search::Trial& oldest) {
      oldest = complete(oldest.number, oldest.parameters, value_of(space, oldest.parameters));
    });
  }
}

TEST_P(StrategyContract, ContinuesFromItsState) {
  const search::SearchSpace space = mixed_space();
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  search::History history;
  constexpr int kTrials = 20;  // beyond what strategies try before they learn
  for (int number = 0; number < kTrials; ++number) {
    search::Parameters point = suggest(*strategy, space, history, static_cast<unsigned>(number));
    const double value = value_of(space, point);
    history.push_back(complete(number, std::move(point), value));
  }
  // Through text, as a store keeps it.
  const auto state = nlohmann::json::parse(strategy->state().dump());
  const auto restored = make(space);
  ASSERT_TRUE(restored);
  ASSERT_TRUE(restored->restore(state).has_value());
  EXPECT_EQ(restored->state(), state);
  EXPECT_EQ(suggest(*restored, space, history, kTrials),
            suggest(*strategy, space, history, kTrials));
}

TEST_P(StrategyContract, RefusesAStateThatIsNotItsOwn) {
  const search::SearchSpace space = mixed_space();
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  const nlohmann::json before = strategy->state();
  for (const nlohmann::json& state :
       {nlohmann::json(nullptr), nlohmann::json::array(), nlohmann::json{{"version", -1}}}) {
    const auto restored = strategy->restore(state);
    ASSERT_FALSE(restored.has_value()) << state;
    EXPECT_EQ(restored.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(strategy->state(), before);
  }
}

TEST_P(StrategyContract, CopesWithNoTrialAndWithOne) {
  const search::SearchSpace space = mixed_space();
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  search::History history;
  search::Parameters point = suggest(*strategy, space, history, 0);
  history.push_back(complete(0, std::move(point), 0.5));
  suggest(*strategy, space, history, 1);
}

TEST_P(StrategyContract, CopesWithEqualValues) {
  const search::SearchSpace space = mixed_space();
  search::History history = random_history(space, 20);
  change_all(history,
             [](search::Trial& trial) { trial = complete(trial.number, trial.parameters, 0.25); });
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  suggest(*strategy, space, history, 20);
}

TEST_P(StrategyContract, CopesWithFailuresAlone) {
  const search::SearchSpace space = mixed_space();
  search::History history = random_history(space, 20);
  change_all(history, [](search::Trial& trial) { trial = failed(trial.number, trial.parameters); });
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  suggest(*strategy, space, history, 20);
}

TEST_P(StrategyContract, CopesWithValuesThatAreNotNumbers) {
  const search::SearchSpace space = mixed_space();
  search::History history = random_history(space, 20);
  change_all(history, [](search::Trial& trial) {
    if (trial.number % 2 == 0) {
      trial.measurement->metrics["value"] = std::numeric_limits<double>::quiet_NaN();
    }
  });
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  suggest(*strategy, space, history, 20);
}

TEST_P(StrategyContract, CopesWithManyTrials) {
  const search::SearchSpace space = mixed_space();
  const search::History history = random_history(space, GetParam().many);
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  suggest(*strategy, space, history, 1);
}

TEST_P(StrategyContract, NeverSuggestsARunningPointAgain) {
  const search::SearchSpace space = small_space();
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  search::History history;
  for (int number = 0; number < kSmallSpacePoints; ++number) {
    search::Parameters point = suggest(*strategy, space, history, static_cast<unsigned>(number));
    history.push_back(running(number, std::move(point)));
  }
  search::Rng rng(1);
  const auto none_left = strategy->suggest(history, rng);
  ASSERT_FALSE(none_left.has_value());
  EXPECT_EQ(none_left.error().code, ErrorCode::kExhausted);
}

TEST_P(StrategyContract, SaysWhenAFiniteSpaceIsUsedUp) {
  const search::SearchSpace space = small_space();
  const auto strategy = make(space);
  ASSERT_TRUE(strategy);
  search::History history;
  std::set<std::string> points;
  for (int number = 0; number < kSmallSpacePoints; ++number) {
    search::Parameters point = suggest(*strategy, space, history, static_cast<unsigned>(number));
    points.insert(point.json().dump());
    const double value = value_of(space, point);
    history.push_back(complete(number, std::move(point), value));
  }
  EXPECT_EQ(points.size(), static_cast<std::size_t>(kSmallSpacePoints));
  search::Rng rng(1);
  const auto none_left = strategy->suggest(history, rng);
  ASSERT_FALSE(none_left.has_value());
  EXPECT_EQ(none_left.error().code, ErrorCode::kExhausted);
}

}  // namespace wattle::contract
