// SPDX-License-Identifier: MIT
#include "search/statistics/spearman.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;
using test::numbers;

TEST(Spearman, AgreesWithSciPy) {
  for (const nlohmann::json& each : test::reference_table("rank_tests", "spearman")) {
    SCOPED_TRACE(each.at("name"));
    const SpearmanSummary summary = spearman(numbers(each.at("x")), numbers(each.at("y")));
    expect_digits(summary.test.statistic.value(), each.at("rho"));
    expect_digits(summary.test.p_value.value(), each.at("p_value"));
    expect_digits(summary.correlation.interval.value().low, each.at("low"));
    expect_digits(summary.correlation.interval.value().high, each.at("high"));
  }
}

TEST(Spearman, CountsAllOrdersOfFewPairs) {
  // Of the 24 orders of four ranks, 1 2 4 3 and its like have rho = 0.8 or more: four, and as many
  // at the other end.
  const std::vector<double> x{1.0, 2.0, 3.0, 4.0};
  const std::vector<double> y{10.0, 20.0, 40.0, 30.0};
  const SpearmanSummary summary = spearman(x, y);
  EXPECT_NEAR(summary.test.statistic.value(), 0.8, 1e-15);
  EXPECT_EQ(summary.test.method, StatisticalMethod::kExact);
  EXPECT_DOUBLE_EQ(summary.test.p_value.value(), 8.0 / 24.0);
}

TEST(Spearman, CountsAllOrdersWithTies) {
  // All 120 orders of five, ties told apart, by hand.
  const std::vector<double> x{1.0, 2.0, 2.0, 4.0, 5.0};
  std::vector<double> y{1.0, 1.0, 3.0, 3.0, 5.0};
  const double rho = std::abs(spearman(x, y).test.statistic.value());
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  int as_far = 0;
  do {
    std::vector<double> moved;
    for (const std::size_t i : order) moved.push_back(y[i]);
    as_far += std::abs(spearman(x, moved).test.statistic.value()) >= rho - 1e-12 ? 1 : 0;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_DOUBLE_EQ(spearman(x, y).test.p_value.value(), as_far / 120.0);
}

TEST(Spearman, KnowsOnlyTheOrder) {
  Rng rng(1);
  const std::vector<double> x = test::skewed_sample(20, rng);
  const std::vector<double> y = test::skewed_sample(20, rng);
  std::vector<double> log_x;
  std::vector<double> minus_y;
  for (const double value : x) log_x.push_back(std::log(value));
  for (const double value : y) minus_y.push_back(-value);
  EXPECT_EQ(spearman(x, y).test.statistic, spearman(log_x, y).test.statistic);
  EXPECT_EQ(spearman(x, y).test.statistic, -spearman(x, minus_y).test.statistic.value());
  EXPECT_EQ(spearman(x, y).test.statistic, spearman(y, x).test.statistic);
}

TEST(Spearman, IsOneWhereTheRanksAgree) {
  std::vector<double> x;
  for (int i = 0; i < 20; ++i) x.push_back(i * i);
  const SpearmanSummary summary = spearman(x, x);
  EXPECT_EQ(summary.correlation.value, 1.0);
  EXPECT_EQ(summary.test.p_value, 0.0);
  EXPECT_FALSE(summary.correlation.interval);
  EXPECT_FALSE(summary.correlation.reason.empty());
}

TEST(Spearman, HasTheIntervalOfAPublishedExample) {
  // The example of ci.spear in R's statpsych, which has [Bonett2000]'s interval.
  const std::vector<double> y{21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19};
  const std::vector<double> x{67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51};
  const Estimate correlation = spearman(x, y).correlation;
  constexpr double kPrinted = 1e-7;
  EXPECT_NEAR(correlation.value.value(), 0.8699639, kPrinted);
  EXPECT_NEAR(correlation.interval.value().low, 0.5840951, kPrinted);
  EXPECT_NEAR(correlation.interval.value().high, 0.9638297, kPrinted);
}

TEST(Spearman, SaysWhyItHasNoP) {
  const std::vector<double> some{1.0, 2.0, 3.0};
  const std::vector<double> two{1.0, 2.0};
  const std::vector<double> same{4.0, 4.0, 4.0};
  const std::vector<double> nan{1.0, std::nan(""), 2.0};
  for (const std::vector<double>& other : {two, same, nan}) {
    EXPECT_FALSE(spearman(some, other).test.p_value);
    EXPECT_FALSE(spearman(some, other).test.reason.empty());
    EXPECT_FALSE(spearman(some, other).correlation.reason.empty());
  }
  EXPECT_FALSE(spearman(two, two).test.reason.empty());
}

}  // namespace
}  // namespace wattle::search
