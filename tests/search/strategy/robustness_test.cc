// SPDX-License-Identifier: MIT
// Histories and spaces at the edge, for strategies that learn from all of a history.
#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>

#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::search {
namespace {

class Robustness : public testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Strategy> make(const SearchSpace& space, const Goal& goal) const {
    return std::move(*make_strategy({{"kind", GetParam()}}, space, goal, 3));
  }

  /// Points suggested until the space is used up.
  std::size_t use_up(const SearchSpace& space) const {
    const Goal goal = test::minimise_value();
    const auto strategy = make(space, goal);
    const auto constant = [](const Parameters&) -> Metrics { return {{"value", 1.0}}; };
    std::set<std::string> points;
    for (const Trial& trial : test::run(*strategy, constant, 1000, 1)) {
      EXPECT_TRUE(points.insert(trial.parameters.json().dump()).second) << "suggested again";
    }
    return points.size();
  }
};

TEST_P(Robustness, TriesTheOnlyPointOnce) {
  EXPECT_EQ(use_up(test::space_of(R"({"a": {"type": "constant", "value": 1}})")), 1U);
  EXPECT_EQ(use_up(test::space_of(R"({"a": {"type": "float", "low": 2, "high": 2},
                                      "b": {"type": "categorical", "choices": ["only"]}})")),
            1U);
}

TEST_P(Robustness, UsesUpAFiniteSpaceWithClauses) {
  EXPECT_EQ(use_up(test::space_of(R"({"a": {"type": "int", "low": 1, "high": 20},
                                      "b": {"type": "ordinal", "values": [1, 2, 3]}})",
                                  R"([{"a": {"above": 10}, "b": 2}])")),
            50U);
}

TEST_P(Robustness, TakesTwoHundredParameters) {
  nlohmann::json parameters;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "p" + std::to_string(i);
    if (i % 3 == 0) {
      parameters[name] = {{"type", "categorical"}, {"choices", {"a", "b", "c"}}};
    } else if (i % 3 == 1) {
      parameters[name] = {{"type", "int"}, {"low", 1}, {"high", 12}};
    } else {
      parameters[name] = {{"type", "float"}, {"low", 0}, {"high", 1}};
    }
  }
  const SearchSpace space = test::space_of(parameters);
  const Goal goal = test::minimise_value();
  const auto value = [](const Parameters& point) -> Metrics {
    return {{"value", test::number(point, "p1") + test::number(point, "p2")}};
  };
  EXPECT_EQ(test::run(*make(space, goal), value, 60, 1).size(), 60U);
}

TEST_P(Robustness, TakesAnythingForAnOutcome) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  constexpr double kMost = std::numeric_limits<double>::max();
  constexpr double kLeast = std::numeric_limits<double>::denorm_min();
  for (const double size : {0.0, kLeast, 1e-300, 1e300, kMost, -kMost}) {
    const auto value = [&](const Parameters& point) -> Metrics {
      return {{"value", size * test::number(point, "x")}};
    };
    EXPECT_EQ(test::run(*make(space, goal), value, 60, 1).size(), 60U) << size;
  }
}

TEST_P(Robustness, TakesHistoriesOfFailures) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto fails = [](const Parameters&) -> Metrics { return {}; };
  EXPECT_EQ(test::run(*make(space, goal), fails, 300, 1).size(), 300U);
}

TEST_P(Robustness, TakesFiveThousandRepetitionsOfOnePoint) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  History history;
  for (int i = 0; i < 5000; ++i) {
    history.push_back(test::complete(history, Parameters({{"x", 0.5}, {"y", 1.0}}),
                                     {{"value", static_cast<double>(i % 7)}}));
  }
  Rng rng(1);
  const auto suggestion = make(space, goal)->suggest(history, rng);
  ASSERT_TRUE(suggestion.has_value());
  EXPECT_EQ(space.violation(*suggestion), std::nullopt);
  EXPECT_NE(*suggestion, history[0].parameters);
}

INSTANTIATE_TEST_SUITE_P(Strategies, Robustness, testing::Values("tpe", "cma_es"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace wattle::search
