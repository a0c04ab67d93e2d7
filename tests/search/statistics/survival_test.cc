// SPDX-License-Identifier: MIT
#include "search/statistics/survival.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;
using test::numbers;
using Runs = std::vector<RunToTarget>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Runs runs_of(const nlohmann::json& table) {
  const std::vector<double> spent = numbers(table.at("spent"));
  const auto reached = table.at("reached").get<std::vector<bool>>();
  Runs runs;
  for (std::size_t i = 0; i < spent.size(); ++i) runs.push_back({spent[i], reached[i]});
  return runs;
}

Runs all_reached(const std::vector<double>& spent) {
  Runs runs;
  for (const double amount : spent) runs.push_back({amount, true});
  return runs;
}

TEST(KaplanMeier, AgreesWithStatsmodels) {
  for (const nlohmann::json& each : test::reference_table("survival", "cases")) {
    SCOPED_TRACE(each.at("name"));
    const SurvivalCurve curve = kaplan_meier(runs_of(each));
    ASSERT_EQ(curve.steps.size(), each.at("steps").size());
    for (std::size_t i = 0; i < curve.steps.size(); ++i) {
      const SurvivalStep& step = curve.steps[i];
      const nlohmann::json& expected = each.at("steps")[i];
      EXPECT_EQ(step.spent, expected.at("spent").get<double>());
      EXPECT_EQ(step.at_risk, expected.at("at_risk").get<double>());
      EXPECT_EQ(step.reached, expected.at("reached").get<double>());
      expect_digits(step.surviving, expected.at("surviving"));
      ASSERT_EQ(step.interval.has_value(), expected.contains("interval"));
      if (!step.interval) continue;
      expect_digits(step.standard_error, expected.at("standard_error"));
      expect_digits(step.interval->low, expected.at("interval")[0]);
      expect_digits(step.interval->high, expected.at("interval")[1]);
    }
  }
}

TEST(KaplanMeier, HasTheQuantilesOfStatsmodels) {
  for (const nlohmann::json& each : test::reference_table("survival", "cases")) {
    SCOPED_TRACE(each.at("name"));
    const SurvivalCurve curve = kaplan_meier(runs_of(each));
    for (const nlohmann::json& expected : each.at("quantiles")) {
      const Estimate estimate = survival_quantile(curve, expected.at("p"));
      EXPECT_EQ(estimate.value, expected.at("value").get<double>());
      EXPECT_EQ(estimate.interval.value().low, expected.at("low").get<double>());
      EXPECT_EQ(estimate.interval.value().high,
                expected.at("high").is_null() ? kInfinity : expected.at("high").get<double>());
    }
  }
}

TEST(KaplanMeier, HasTheRestrictedMeanOfAFineGrid) {
  for (const nlohmann::json& each : test::reference_table("survival", "cases")) {
    SCOPED_TRACE(each.at("name"));
    const nlohmann::json& expected = each.at("restricted_mean");
    const Estimate estimate = restricted_mean(kaplan_meier(runs_of(each)), expected.at("horizon"));
    // Each step lies within one of the grid's 2,000,000 cells.
    constexpr double kGrid = 5e-6;
    expect_digits(estimate.value.value(), expected.at("mean"), kGrid);
    expect_digits(estimate.interval.value().low, expected.at("low"), kGrid);
    expect_digits(estimate.interval.value().high, expected.at("high"), kGrid);
  }
}

TEST(KaplanMeier, IsTheShareStillOnItsWayWithoutCensoring) {
  Rng rng(1);
  const std::vector<double> spent = test::skewed_sample(25, rng);
  const SurvivalCurve curve = kaplan_meier(all_reached(spent));
  for (const double at : {0.0, 0.3, 1.0, 2.0, 100.0}) {
    const auto left = static_cast<double>(
        std::count_if(spent.begin(), spent.end(), [&](double amount) { return amount > at; }));
    EXPECT_NEAR(curve.surviving(at), left / 25.0, 1e-14);
  }
  for (const SurvivalStep& step : curve.steps) {
    // Greenwood's formula is then the binomial one.
    EXPECT_NEAR(step.standard_error, std::sqrt(step.surviving * (1.0 - step.surviving) / 25.0),
                1e-13);
  }
}

TEST(RestrictedMean, IsTheMeanOfWhatIsSpentWithoutCensoring) {
  Rng rng(2);
  const std::vector<double> spent = test::skewed_sample(40, rng);
  const SurvivalCurve curve = kaplan_meier(all_reached(spent));
  for (const double horizon : {0.5, 2.0, 1000.0}) {
    double sum = 0.0;
    double squares = 0.0;
    for (const double amount : spent) {
      sum += std::min(amount, horizon);
      squares += std::pow(std::min(amount, horizon), 2);
    }
    const double mean = sum / 40.0;
    const double variance = (squares / 40.0 - mean * mean) / 40.0;
    const Estimate estimate = restricted_mean(curve, horizon);
    EXPECT_NEAR(estimate.value.value(), mean, 1e-12);
    EXPECT_NEAR(estimate.interval.value().high - mean, 1.959963984540054 * std::sqrt(variance),
                1e-12);
  }
}

TEST(RestrictedMean, IsNotKnownBeyondTheLastRun) {
  const SurvivalCurve curve = kaplan_meier(Runs{{1.0, true}, {2.0, false}});
  EXPECT_TRUE(restricted_mean(curve, 2.0).value);
  EXPECT_FALSE(restricted_mean(curve, 2.1).value);
  EXPECT_FALSE(restricted_mean(curve, 2.1).reason.empty());
  EXPECT_FALSE(restricted_mean(curve, 0.0).value);
  const SurvivalCurve ended = kaplan_meier(Runs{{1.0, true}, {3.0, true}});
  EXPECT_EQ(restricted_mean(ended, 100.0).value, 2.0);
}

TEST(KaplanMeier, CountsARunThatEndsWhereAnotherReachesTheTarget) {
  const SurvivalCurve curve = kaplan_meier(Runs{{2.0, false}, {2.0, true}, {3.0, true}});
  ASSERT_EQ(curve.steps.size(), 2U);
  EXPECT_EQ(curve.steps[0].at_risk, 3);
  EXPECT_DOUBLE_EQ(curve.steps[0].surviving, 2.0 / 3.0);
  EXPECT_EQ(curve.steps[1].at_risk, 1);
  EXPECT_EQ(curve.reached, 2);
  EXPECT_EQ(curve.runs, 3);
}

TEST(KaplanMeier, HoldsTheTruthAboutAsOftenAsItSays) {
  // Exponential amounts, cut at random budgets; 7 % may miss at 5 %.
  constexpr int kExperiments = 2000;
  Rng rng(3);
  int missed = 0;
  int missed_mean = 0;
  for (int i = 0; i < kExperiments; ++i) {
    Runs runs;
    for (int r = 0; r < 30; ++r) {
      const double needed = -std::log1p(-rng.uniform());
      const double budget = rng.uniform(0.8, 3.0);
      runs.push_back({std::min(needed, budget), needed <= budget});
    }
    const SurvivalCurve curve = kaplan_meier(runs);
    const Estimate median = survival_quantile(curve, 0.5);
    const double truth = std::log(2.0);
    missed += median.interval->low > truth || median.interval->high < truth ? 1 : 0;
    const ConfidenceInterval mean = restricted_mean(curve, 0.8).interval.value();
    const double true_mean = 1.0 - std::exp(-0.8);
    missed_mean += mean.low > true_mean || mean.high < true_mean ? 1 : 0;
  }
  EXPECT_LE(missed, test::most_by_chance(kExperiments, 0.07));
  EXPECT_LE(missed_mean, test::most_by_chance(kExperiments, 0.07));
}

TEST(KaplanMeier, HasAQuantileWhereTheCurveFallsToIt) {
  const SurvivalCurve curve = kaplan_meier(all_reached({1.0, 2.0, 3.0, 4.0}));
  EXPECT_EQ(survival_quantile(curve, 0.5).value, 2.0);
  EXPECT_EQ(survival_quantile(curve, 0.51).value, 3.0);
}

TEST(KaplanMeier, KnowsWhenTooFewReachTheTarget) {
  const SurvivalCurve curve = kaplan_meier(Runs{{1.0, true}, {2.0, false}, {2.0, false}});
  EXPECT_FALSE(survival_quantile(curve, 0.5).value);
  EXPECT_FALSE(survival_quantile(curve, 0.5).reason.empty());
  EXPECT_EQ(survival_quantile(curve, 0.3).value, 1.0);
  const SurvivalCurve none = kaplan_meier(Runs{{2.0, false}});
  EXPECT_TRUE(none.reason.empty());
  EXPECT_EQ(none.surviving(5.0), 1.0);
  EXPECT_EQ(restricted_mean(none, 2.0).value, 2.0);
}

TEST(KaplanMeier, SaysWhyThereIsNoCurve) {
  for (const Runs& runs : {Runs{}, Runs{{-1.0, true}}, Runs{{kInfinity, false}}}) {
    const SurvivalCurve curve = kaplan_meier(runs);
    EXPECT_FALSE(curve.reason.empty());
    EXPECT_FALSE(survival_quantile(curve, 0.5).reason.empty());
    EXPECT_FALSE(restricted_mean(curve, 1.0).reason.empty());
  }
}

}  // namespace
}  // namespace wattle::search
