// SPDX-License-Identifier: MIT
#include "search/strategy/tpe_strategy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "search/strategy/random_strategy.h"
#include "tests/search/strategy/bayesian_fixture.h"
#include "tests/search/strategy/mixed_problem.h"
#include "tests/search/strategy/outcomes.h"

namespace wattle::search {
namespace {

using test::least_value;
using test::median;

std::unique_ptr<Strategy> tpe(const SearchSpace& space, const Goal& goal) {
  return make_tpe_strategy({{"kind", "tpe"}}, space, goal);
}

/// Of seeds 0 to 9: least values of the strategy and of random search.
struct Medians {
  double tpe;
  double random;
};

Medians medians(const SearchSpace& space, const test::Evaluation& evaluate, int trials) {
  const Goal goal = test::minimise_value();
  std::vector<double> of_tpe;
  std::vector<double> of_random;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    of_tpe.push_back(least_value(test::run(*tpe(space, goal), evaluate, trials, seed)));
    RandomStrategy uniform(space);
    of_random.push_back(least_value(test::run(uniform, evaluate, trials, seed)));
  }
  return {median(of_tpe), median(of_random)};
}

TEST(TpeStrategy, BeatsRandomInSixDimensions) {
  nlohmann::json parameters;
  for (int i = 0; i < 6; ++i) {
    parameters["x" + std::to_string(i)] = {{"type", "float"}, {"low", 0}, {"high", 1}};
  }
  const auto bowl = [](const Parameters& point) -> Metrics {
    double sum = 0.0;
    for (const auto& [name, x] : point.json().items()) sum += std::pow(x.get<double>() - 0.7, 2);
    return {{"value", sum}};
  };
  // A random point comes within r of the optimum with a probability of about r^6: halving the
  // least squared distance takes random search eight times the trials.
  const Medians found = medians(test::space_of(parameters), bowl, 100);
  EXPECT_LT(found.tpe, 0.5 * found.random);
}

TEST(TpeStrategy, WorksOnMixedAndConditionalSpaces) {
  const SearchSpace space = test::mixed_problem_space();
  const Medians found = medians(space, test::mixed_problem, 60);
  EXPECT_LT(found.tpe, 0.6 * found.random);
}

TEST(TpeStrategy, SaysWhatASuggestionRestedOn) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = make_tpe_strategy({{"initial_trials", 20}}, space, goal);
  const auto value = [](const Parameters& point) -> Metrics {
    return {{"value", test::number(point, "x")}};
  };
  History history = test::run(*strategy, value, 20, 1);
  EXPECT_EQ(strategy->explain()["suggestion"], "random");
  Rng rng(1);
  history.push_back(test::running(history, *strategy->suggest(history, rng)));
  ASSERT_TRUE(strategy->suggest(history, rng).has_value());
  const nlohmann::json said = strategy->explain();
  EXPECT_EQ(said["suggestion"], "model");
  EXPECT_EQ(said["good"], 3) << "15 % of 20";
  EXPECT_EQ(said["bad"], 18);
  EXPECT_EQ(said["pending"], 1);
}

TEST(TpeStrategy, AvoidsWhereTrialsFail) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  // Two equal valleys, at x = 1/4 and x = 3/4; in the second every trial fails.
  const auto value = [](const Parameters& point) -> Metrics {
    const double x = test::number(point, "x");
    if (x > 0.5) return {};
    return {{"value", std::cos(4.0 * std::numbers::pi * x)}};
  };
  const History history = test::run(*tpe(space, goal), value, 60, 3);
  const auto late_failures =
      std::count_if(history.begin() + 30, history.end(),
                    [](const Trial& trial) { return trial.state == TrialState::kFailed; });
  EXPECT_LT(late_failures, 8) << "of 30, half of them by chance alone";
}

TEST(TpeStrategy, MeetsAConstraintBeforeItImproves) {
  const SearchSpace space = test::square();
  const Goal goal = Goal::from_json({{"kind", "within"},
                                     {"metric", "value"},
                                     {"direction", "minimize"},
                                     {"bound_metric", "size"},
                                     {"at_most", 0.2}});
  // Least at x = y = 1, where the size is 2; a size of at most 0.2 leaves 2 % of the space.
  const auto value = [](const Parameters& point) -> Metrics {
    const double sum = test::number(point, "x") + test::number(point, "y");
    return {{"value", 2.0 - sum}, {"size", sum}};
  };
  const History history = test::run(*tpe(space, goal), value, 60, 5);
  const auto late_feasible = std::count_if(
      history.begin() + 30, history.end(),
      [](const Trial& trial) { return trial.measurement->metrics.at("size") <= 0.2; });
  EXPECT_GE(late_feasible, 6) << "of 30, of which chance alone gives one or none";
}

TEST(TpeStrategy, CoversAFront) {
  const SearchSpace space = test::square();
  const Goal goal =
      Goal::from_json({{"kind", "pareto"}, {"metric", "value"}, {"direction", "minimize"}});
  // The front is y = 0: value (1 - x)^2 against log10 of joules x.
  const auto value = [](const Parameters& point) -> Metrics {
    const double x = test::number(point, "x");
    const double y = test::number(point, "y");
    return {{"value", (1.0 - x) * (1.0 - x) + y}, {"train_joules", std::pow(10.0, x + y)}};
  };
  const History history = test::run(*tpe(space, goal), value, 100, 7);
  std::set<int> tenths;
  for (const Trial& trial : history) {
    if (test::number(trial.parameters, "y") < 0.05) {
      tenths.insert(static_cast<int>(10.0 * test::number(trial.parameters, "x")));
    }
  }
  EXPECT_GE(tenths.size(), 7U) << "points near the front in most tenths of its length";
}

TEST(TpeStrategy, ParallelSuggestionsKeepApart) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = tpe(space, goal);
  const auto bowl = [](const Parameters& point) -> Metrics {
    return {{"value", std::hypot(test::number(point, "x") - 0.3, test::number(point, "y") - 0.6)}};
  };
  History history = test::run(*strategy, bowl, 40, 1);
  // How far, on average, the second of two suggestions lies from the first: told that the first is
  // running, and not told.
  double told = 0.0;
  double untold = 0.0;
  for (std::uint64_t stream = 0; stream < 50; ++stream) {
    Rng rng(2, stream);
    const Parameters first = *strategy->suggest(history, rng);
    const auto distance = [&](const Parameters& other) {
      return std::hypot(test::number(first, "x") - test::number(other, "x"),
                        test::number(first, "y") - test::number(other, "y"));
    };
    Rng next(3, stream);
    Rng same(3, stream);
    untold += distance(*strategy->suggest(history, next));
    History running = history;
    for (int worker = 0; worker < 4; ++worker) running.push_back(test::running(running, first));
    told += distance(*strategy->suggest(running, same));
  }
  EXPECT_GT(told, 1.1 * untold);
}

TEST(TpeStrategy, CountsGoodTrialsUpToALimit) {
  EXPECT_EQ(good_count(0), 0U);
  EXPECT_EQ(good_count(1), 1U);
  EXPECT_EQ(good_count(10), 2U);
  EXPECT_EQ(good_count(5000), 25U);
}

}  // namespace
}  // namespace wattle::search
