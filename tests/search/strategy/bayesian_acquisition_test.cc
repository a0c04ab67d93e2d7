// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_acquisition.h"

#include <gtest/gtest.h>

#include "search/strategy/bayesian_strategy.h"
#include "tests/search/strategy/bayesian_fixture.h"
#include "tests/search/strategy/outcomes.h"

namespace wattle::search {
namespace {

History trials_of(int count, double joules) {
  History history;
  for (int i = 0; i < count; ++i) {
    Trial trial = test::complete(history, {}, {{"value", 1.0}});
    trial.measurement->energy.joules = Joules(joules);
    history.push_back(std::move(trial));
  }
  return history;
}

TEST(CooledJoulesExponent, FallsFromTheDesignsEndToTheBudgets) {
  const Goal goal = test::minimise_value();
  const Budget budget = Budget::from_json({{"trials", 20}});
  EXPECT_DOUBLE_EQ(cooled_joules_exponent(trials_of(3, 1.0), goal, budget, 4), 1.0);
  EXPECT_DOUBLE_EQ(cooled_joules_exponent(trials_of(4, 1.0), goal, budget, 4), 1.0);
  EXPECT_DOUBLE_EQ(cooled_joules_exponent(trials_of(12, 1.0), goal, budget, 4), 0.5);
  EXPECT_DOUBLE_EQ(cooled_joules_exponent(trials_of(20, 1.0), goal, budget, 4), 0.0);
}

TEST(CooledJoulesExponent, GoesByTheLimitThatIsNearest) {
  const Goal goal = test::minimise_value();
  const Budget budget = Budget::from_json({{"trials", 1000}, {"joules", 100.0}});
  // 4 of 10 trials' joules went into the design; of the other 60 J, 30 are spent.
  EXPECT_DOUBLE_EQ(cooled_joules_exponent(trials_of(7, 10.0), goal, budget, 4), 0.5);
}

TEST(CooledJoulesExponent, CountsTrialsAloneWhereDecisionsMustBeRepeatable) {
  const Goal goal = Goal::from_json(
      {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}}, "modelled_joules");
  const Budget budget = Budget::from_json({{"trials", 10}, {"joules", 1.0}});
  EXPECT_DOUBLE_EQ(cooled_joules_exponent(trials_of(5, 10.0), goal, budget, 0), 0.5);
}

/// A valley along x = 0.3, and joules that grow a hundredfold along y.
Metrics sloped(const Parameters& point) {
  const double x = test::number(point, "x");
  const double y = test::number(point, "y");
  return {{"value", (x - 0.3) * (x - 0.3)}, {"train_joules", std::pow(10.0, 2.0 * y)}};
}

double joules_of(const History& history, std::size_t from) {
  double sum = 0.0;
  for (std::size_t i = from; i < history.size(); ++i) {
    sum += history[i].measurement->metrics.at("train_joules");
  }
  return sum;
}

TEST(BayesianStrategy, PerJouleSpendsLess) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const Budget budget = Budget::from_json({{"trials", 60}});
  double plain = 0.0;
  double frugal = 0.0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    for (const bool per_joule : {false, true}) {
      const auto strategy =
          make_bayesian_strategy({{"per_joule", per_joule}}, space, goal, seed, budget);
      const History history = test::run(*strategy, sloped, 20, seed);
      (per_joule ? frugal : plain) += joules_of(history, 6);
      if (!per_joule) continue;
      EXPECT_EQ(strategy->explain()["acquisition"], "log_expected_improvement_per_joule");
      EXPECT_GT(strategy->explain()["model"]["joules"]["hyperparameters"]["signal_variance"], 0.0);
    }
  }
  EXPECT_LT(frugal, 0.5 * plain);
}

TEST(BayesianStrategy, OtherAcquisitionsFindTheValleyToo) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  for (const char* acquisition : {"probability_of_improvement", "confidence_bound", "thompson"}) {
    const auto strategy = make_bayesian_strategy({{"acquisition", acquisition}}, space, goal, 3);
    const History history = test::run(*strategy, sloped, 25, 3);
    EXPECT_LT(test::least_value(history), 1e-3) << acquisition;
  }
}

TEST(BayesianStrategy, LooksAtAsManyRandomPointsAsItIsTold) {
  const SearchSpace space = test::square();
  const Goal goal = test::minimise_value();
  const auto strategy = make_bayesian_strategy(
      {{"acquisition", "probability_of_improvement"}, {"candidates", 300}}, space, goal, 3);
  History history = test::run(*strategy, sloped, 12, 3);
  for (int i = 0; i < 2; ++i) {  // an even turn and an odd one
    Rng rng(3, history.size());
    const auto point = strategy->suggest(history, rng);
    ASSERT_TRUE(point);
    EXPECT_EQ(strategy->explain()["acquisition"], "log_probability_of_improvement");
    EXPECT_EQ(strategy->explain()["evaluations"], 300);
    EXPECT_FALSE(strategy->explain().contains("around"));
    history.push_back(test::complete(history, *point, sloped(*point)));
  }
}

TEST(BayesianStrategy, SaysWhenNoTrialToldItsJoules) {
  const SearchSpace space = test::square();
  const Goal goal = Goal::from_json(
      {{"kind", "best"}, {"metric", "value"}, {"direction", "minimize"}}, "modelled_joules");
  const auto strategy = make_bayesian_strategy({{"per_joule", true}}, space, goal, 3);
  test::run(*strategy, sloped, 10, 3);
  EXPECT_EQ(strategy->explain()["model"]["joules"]["status"], "no trial told its joules");
  EXPECT_EQ(strategy->explain()["acquisition"], "log_expected_improvement");
}

}  // namespace
}  // namespace wattle::search
