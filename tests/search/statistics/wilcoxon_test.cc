// SPDX-License-Identifier: MIT
#include "search/statistics/wilcoxon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "search/statistics/quantiles.h"
#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;
using test::numbers;

TEST(Wilcoxon, AgreesWithSciPy) {
  for (const nlohmann::json& each : test::reference_table("rank_tests", "wilcoxon")) {
    SCOPED_TRACE(each.at("name"));
    const bool exact = each.at("exact");
    WilcoxonOptions options;
    options.zeros = each.at("zeros") == "pratt" ? ZeroDifferences::kPratt : ZeroDifferences::kDrop;
    options.largest_exact = exact ? 50 : 0;
    const WilcoxonSummary summary =
        wilcoxon_signed_rank(numbers(each.at("x")), numbers(each.at("y")), options);
    EXPECT_EQ(summary.test.method, exact ? StatisticalMethod::kExact : StatisticalMethod::kNormal);
    expect_digits(summary.test.p_value.value(), each.at("p_value"));
  }
}

TEST(Wilcoxon, HasTheLeastPWhenAllPairsAgree) {
  const std::vector<double> x{1.1, 2.2, 3.3, 4.4, 5.5, 6.6};
  const std::vector<double> y(6, 0.0);
  EXPECT_EQ(wilcoxon_signed_rank(x, y).test.p_value, 2.0 / 64.0);
}

TEST(Wilcoxon, CountsAllSignsWhereRanksAreTied) {
  // |d| = 1, 1, 1, 2 has ranks 2, 2, 2, 4; W+ = 8 or more: 2 + 2 + 4 three times and all four.
  const std::vector<double> x{1.0, 1.0, -1.0, 2.0};
  const WilcoxonSummary summary = wilcoxon_signed_rank(x, std::vector<double>(4, 0.0));
  EXPECT_EQ(summary.positive_ranks, 8.0);
  EXPECT_EQ(summary.negative_ranks, 2.0);
  EXPECT_EQ(summary.test.p_value, 2.0 * 4.0 / 16.0);
}

TEST(Wilcoxon, RanksZerosByPrattAndThenDropsThem) {
  const std::vector<double> x{0.0, 0.0, 1.0, -2.0, 3.0};
  const std::vector<double> y(5, 0.0);
  const WilcoxonSummary pratt = wilcoxon_signed_rank(x, y);
  EXPECT_EQ(pratt.zeros, 2);
  EXPECT_EQ(pratt.positive_ranks, 3.0 + 5.0);
  WilcoxonOptions drop;
  drop.zeros = ZeroDifferences::kDrop;
  EXPECT_EQ(wilcoxon_signed_rank(x, y, drop).positive_ranks, 1.0 + 3.0);
}

TEST(Wilcoxon, ShowsNoDifferenceWhereThereIsNone) {
  for (const std::size_t n : {1U, 10U, 200U}) {
    const std::vector<double> x(n, 3.0);
    const WilcoxonSummary summary = wilcoxon_signed_rank(x, x);
    EXPECT_EQ(summary.test.p_value, 1.0);
    EXPECT_EQ(summary.shift.value, 0.0);
    EXPECT_FALSE(summary.test.significant(0.05));
  }
}

TEST(Wilcoxon, IsSymmetric) {
  Rng rng(1);
  for (const std::size_t n : {5U, 20U, 80U}) {
    const std::vector<double> x = test::tied_sample(n, rng);
    const std::vector<double> y = test::tied_sample(n, rng);
    const WilcoxonSummary one = wilcoxon_signed_rank(x, y);
    const WilcoxonSummary other = wilcoxon_signed_rank(y, x);
    EXPECT_DOUBLE_EQ(one.test.p_value.value(), other.test.p_value.value());
    EXPECT_EQ(one.positive_ranks, other.negative_ranks);
    EXPECT_EQ(one.shift.value, -other.shift.value.value());
  }
}

TEST(Wilcoxon, ApproximatesTheExactPForManyPairs) {
  Rng rng(2);
  const std::vector<double> x = test::skewed_sample(50, rng);
  const std::vector<double> y = test::skewed_sample(50, rng, 1.3);
  WilcoxonOptions normal;
  normal.largest_exact = 0;
  // The next term of Edgeworth's series is of the order of 1 / (10 n).
  EXPECT_NEAR(wilcoxon_signed_rank(x, y).test.p_value.value(),
              wilcoxon_signed_rank(x, y, normal).test.p_value.value(), 0.002);
}

TEST(HodgesLehmann, IsTheMedianOfAllMeansOfTwo) {
  const std::vector<double> x{1.0, 4.0, 9.0, 16.0};
  const std::vector<double> y(4, 0.0);
  // 1, 2.5, 4, 5, 6.5, 8.5, 9, 10, 12.5, 16
  EXPECT_EQ(wilcoxon_signed_rank(x, y).shift.value, 7.5);
}

TEST(HodgesLehmann, HasNoIntervalOfFewerThanSixPairs) {
  const std::vector<double> x{1.0, 2.0, 3.0, 4.0, 5.0, 6.0};
  const std::vector<double> y(6, 0.0);
  const Estimate six = wilcoxon_signed_rank(x, y).shift;
  EXPECT_EQ(six.interval.value().low, 1.0);
  EXPECT_EQ(six.interval.value().high, 6.0);
  const Estimate five = wilcoxon_signed_rank(std::span(x).first(5), std::span(y).first(5)).shift;
  EXPECT_TRUE(five.value);
  EXPECT_FALSE(five.interval);
  EXPECT_FALSE(five.reason.empty());
}

TEST(HodgesLehmann, HasTheShiftsInItsIntervalThatTheTestDoesNotReject) {
  Rng rng(3);
  const std::vector<double> x = test::skewed_sample(15, rng);
  const std::vector<double> y = test::skewed_sample(15, rng);
  const ConfidenceInterval interval = wilcoxon_signed_rank(x, y).shift.interval.value();
  const auto rejects = [&](double shift) {
    std::vector<double> shifted = y;
    for (double& value : shifted) value += shift;
    return wilcoxon_signed_rank(x, shifted).test.significant(0.05);
  };
  constexpr double kAside = 1e-9;
  EXPECT_FALSE(rejects(interval.low + kAside));
  EXPECT_FALSE(rejects(interval.high - kAside));
  EXPECT_TRUE(rejects(interval.low - kAside));
  EXPECT_TRUE(rejects(interval.high + kAside));
}

TEST(HodgesLehmann, HoldsTheShiftAsOftenAsItSays) {
  Rng rng(4);
  constexpr int kExperiments = 2000;
  for (const std::size_t n : {8U, 60U}) {
    int missed = 0;
    for (int i = 0; i < kExperiments; ++i) {
      const std::vector<double> x = test::normal_sample(n, rng, 1.0);
      const ConfidenceInterval interval =
          wilcoxon_signed_rank(x, std::vector<double>(n, 0.0)).shift.interval.value();
      missed += interval.low > 1.0 || interval.high < 1.0 ? 1 : 0;
    }
    EXPECT_LE(missed, test::most_by_chance(kExperiments, 0.05)) << n;
  }
}

TEST(Wilcoxon, SaysWhyItHasNoP) {
  const std::vector<double> two{1.0, 2.0};
  const std::vector<double> three{1.0, 2.0, 3.0};
  const std::vector<double> infinite{1.0, std::numeric_limits<double>::infinity()};
  const std::vector<double> nan{1.0, std::nan("")};
  for (const auto& [x, y] : {std::pair(two, three), std::pair(two, infinite), std::pair(nan, two),
                             std::pair(std::vector<double>(), std::vector<double>())}) {
    const WilcoxonSummary summary = wilcoxon_signed_rank(x, y);
    EXPECT_FALSE(summary.test.p_value);
    EXPECT_FALSE(summary.test.reason.empty());
    EXPECT_FALSE(summary.shift.reason.empty());
    EXPECT_FALSE(summary.test.significant(1.0));
  }
}

}  // namespace
}  // namespace wattle::search
