// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <vector>

#include "search/strategy/random_strategy.h"
#include "tests/search/strategy/bayesian_fixture.h"
#include "tests/search/strategy/outcomes.h"

namespace wattle::search {
namespace {

using test::least_value;
using test::median;

/// Branin's function on [0, 1]^2 [Surjanovic2013], less its least value.
double branin_regret(const Parameters& point) {
  constexpr double kPi = std::numbers::pi;
  constexpr double kLeast = 0.39788735772973816;
  const double a = 15.0 * test::number(point, "x") - 5.0;
  const double b = 15.0 * test::number(point, "y");
  const double curve = b - 5.1 / (4.0 * kPi * kPi) * a * a + 5.0 / kPi * a - 6.0;
  return curve * curve + 10.0 * (1.0 - 1.0 / (8.0 * kPi)) * std::cos(a) + 10.0 - kLeast;
}

Metrics branin(const Parameters& point) { return {{"value", branin_regret(point)}}; }

TEST(BayesianStrategy, BeatsRandomOnBranin) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  std::vector<double> bayesian;
  std::vector<double> random;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, seed);
    bayesian.push_back(least_value(test::run(*strategy, branin, 30, seed)));
    RandomStrategy uniform(space);
    random.push_back(least_value(test::run(uniform, branin, 30, seed)));
  }
  RecordProperty("bayesian", std::to_string(median(bayesian)));
  RecordProperty("random", std::to_string(median(random)));
  // Seeds are fixed. Equal strategies would pass a tenfold margin of medians of ten less than once
  // in a thousand times: nine or so of the ten would have to lie on one side.
  EXPECT_LT(median(bayesian), 0.1 * median(random));
  EXPECT_LT(*std::max_element(bayesian.begin(), bayesian.end()), median(random));
}

TEST(BayesianStrategy, FillsTheSpaceFirstAndSaysSo) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  SobolStrategy sobol(space, 1);
  const auto strategy = make_bayesian_strategy({{"initial_trials", 3}}, space, goal, 1);
  History history;
  for (int i = 0; i < 3; ++i) {
    Rng rng(1, static_cast<std::uint64_t>(i));
    const Parameters point = *strategy->suggest(history, rng);
    EXPECT_EQ(point, *sobol.suggest(history, rng));
    EXPECT_EQ(strategy->explain()["suggestion"], "initial design");
    history.push_back(test::complete(history, point, branin(point)));
  }
  Rng rng(1, 3);
  ASSERT_TRUE(strategy->suggest(history, rng).has_value());
  EXPECT_EQ(strategy->explain()["suggestion"], "model");
  EXPECT_EQ(strategy->explain()["acquisition"], "log_expected_improvement");
  EXPECT_EQ(strategy->explain()["model"]["observations"], 3);
}

TEST(BayesianStrategy, WorksOnMixedAndConditionalSpaces) {
  const SearchSpace space = test::space_of(R"({
    "choice": {"type": "categorical", "choices": ["bad", "good", "worse"]},
    "count": {"type": "int", "low": 1, "high": 64, "scale": "log"},
    "momentum": {"type": "float", "low": 0, "high": 1, "when": {"choice": "good"}}})");
  const Goal goal = test::minimise_value();
  // Only "good" with its momentum near 0.7 and a count near 16 comes below 1.
  const auto value = [](const Parameters& point) -> Metrics {
    const double count = std::abs(std::log2(test::number(point, "count")) - 4.0) / 6.0;
    if (*point.find("choice") != "good") return {{"value", 1.0 + count}};
    return {{"value", count + std::abs(test::number(point, "momentum") - 0.7)}};
  };
  std::vector<double> bayesian;
  std::vector<double> random;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, seed);
    bayesian.push_back(least_value(test::run(*strategy, value, 25, seed)));
    RandomStrategy uniform(space);
    random.push_back(least_value(test::run(uniform, value, 25, seed)));
  }
  EXPECT_LT(median(bayesian), 0.5 * median(random));
}

TEST(BayesianStrategy, LearnsWhereTrialsFail) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  // Two equal valleys, at x = 1/4 and x = 3/4; in the second every trial fails.
  const auto value = [](const Parameters& point) -> Metrics {
    const double x = test::number(point, "x");
    const double y = test::number(point, "y") - 0.5;
    if (x > 0.5) return {};
    return {{"value", std::cos(4.0 * std::numbers::pi * x) + y * y}};
  };
  const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 3);
  const History history = test::run(*strategy, value, 30, 3);
  const auto late_failures =
      std::count_if(history.begin() + 15, history.end(),
                    [](const Trial& trial) { return trial.state == TrialState::kFailed; });
  // Without a model of failing, the half that never gives a value stays the least known one.
  EXPECT_LT(late_failures, 8) << "of 15";
  EXPECT_LT(least_value(history), -0.99);
}

TEST(BayesianStrategy, MeetsAConstraintBeforeItImproves) {
  const SearchSpace space = test::square();
  const Goal goal = Goal::from_json({{"kind", "within"},
                                     {"metric", "value"},
                                     {"direction", "minimize"},
                                     {"bound_metric", "size"},
                                     {"at_most", 0.2}});
  // Least at x = y = 1, where the size is 2; a size of at most 0.2 leaves a small corner.
  const auto value = [](const Parameters& point) -> Metrics {
    const double sum = test::number(point, "x") + test::number(point, "y");
    return {{"value", 2.0 - sum}, {"size", sum}};
  };
  const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 5);
  const History history = test::run(*strategy, value, 30, 5);
  double best = 2.0;
  for (const Trial& trial : history) {
    const Metrics& metrics = trial.measurement->metrics;
    if (metrics.at("size") <= 0.2) best = std::min(best, metrics.at("value"));
  }
  EXPECT_LT(best, 1.85) << "the best allowed value is 1.8";
}

TEST(BayesianStrategy, CoversAFront) {
  const SearchSpace space = test::square();
  const Goal goal =
      Goal::from_json({{"kind", "pareto"}, {"metric", "value"}, {"direction", "minimize"}});
  // The front is y = 0: value (1 - x)^2 against log10 of joules x.
  const auto value = [](const Parameters& point) -> Metrics {
    const double x = test::number(point, "x");
    const double y = test::number(point, "y");
    return {{"value", (1.0 - x) * (1.0 - x) + y}, {"train_joules", std::pow(10.0, x + y)}};
  };
  const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 7);
  const History history = test::run(*strategy, value, 30, 7);
  EXPECT_EQ(strategy->explain()["acquisition"], "log_expected_hypervolume_improvement");
  std::set<int> tenths;
  for (const Trial& trial : history) {
    if (test::number(trial.parameters, "y") < 0.02) {
      tenths.insert(static_cast<int>(10.0 * test::number(trial.parameters, "x")));
    }
  }
  EXPECT_GE(tenths.size(), 7U) << "points near the front in most tenths of its length";
}

TEST(BayesianStrategy, ParallelSuggestionsKeepApart) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 1);
  History history = test::run(*strategy, branin, 12, 1);
  std::vector<Parameters> batch;
  for (std::uint64_t i = 0; i < 4; ++i) {
    Rng rng(2, i);
    batch.push_back(*strategy->suggest(history, rng));
    history.push_back(test::running(history, batch.back()));
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double distance = std::hypot(test::number(batch[i], "x") - test::number(batch[j], "x"),
                                         test::number(batch[i], "y") - test::number(batch[j], "y"));
      EXPECT_GT(distance, 0.01) << i << " and " << j;
    }
  }
}

TEST(BayesianStrategy, WarpsWhereThereAreNumbersAlone) {
  const SearchSpace space = test::space_of(R"({
    "a": {"type": "categorical", "choices": ["x", "y", "z", "w"]},
    "b": {"type": "categorical", "choices": ["x", "y", "z", "w"]}})");
  const Goal goal = test::minimise_value();
  const auto strategy = make_bayesian_strategy({{"warp_inputs", true}}, space, goal, 3);
  const auto value = [](const Parameters& point) -> Metrics {
    return {{"value", *point.find("a") == "y" ? 0.0 : 1.0}};
  };
  const History history = test::run(*strategy, value, 12, 3);
  EXPECT_EQ(strategy->explain()["model"]["warped_inputs"], true);
  EXPECT_EQ(test::least_value(history), 0.0);
}

TEST(BayesianStrategy, ForgetsModelsThatWereWarpedOtherwise) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto warped = make_bayesian_strategy({{"warp_inputs", true}}, space, goal, 3);
  test::run(*warped, branin, 12, 3);
  EXPECT_EQ(warped->state()["models"][0]["hyperparameters"]["warp"].size(), 4U);
  const auto plain = make_bayesian_strategy({{"warp_inputs", false}}, space, goal, 3);
  ASSERT_TRUE(plain->restore(warped->state()).has_value());
  EXPECT_TRUE(plain->state()["models"][0].is_null());
}

TEST(BayesianStrategy, CopesWithConstantOutcomes) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 1);
  const auto constant = [](const Parameters&) -> Metrics { return {{"value", 0.5}}; };
  EXPECT_EQ(test::run(*strategy, constant, 15, 1).size(), 15U);
}

TEST(BayesianStrategy, CopesWithHugeAndTinyOutcomes) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  for (const double size : {1e-200, 1e200}) {
    const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 1);
    const auto value = [&](const Parameters& point) -> Metrics {
      return {{"value", size * test::number(point, "x")}};
    };
    EXPECT_EQ(test::run(*strategy, value, 15, 1).size(), 15U) << size;
  }
}

TEST(BayesianStrategy, CopesWithRepeatedPointsInTheHistory) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  History history;
  for (int i = 0; i < 20; ++i) {
    history.push_back(test::complete(history, Parameters({{"x", 0.5}, {"y", 0.5}}),
                                     {{"value", static_cast<double>(i % 2)}}));
  }
  const auto strategy = make_bayesian_strategy({{"kind", "bayesian"}}, space, goal, 1);
  Rng rng(1);
  const auto suggestion = strategy->suggest(history, rng);
  ASSERT_TRUE(suggestion.has_value());
  EXPECT_NE(*suggestion, history[0].parameters);
}

}  // namespace
}  // namespace wattle::search
