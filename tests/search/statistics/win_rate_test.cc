// SPDX-License-Identifier: MIT
#include "search/statistics/win_rate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "search/statistics/distributions.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(WinRate, CountsLowerLossesAndHalfOfTies) {
  const WinRateSummary summary =
      win_rate(std::vector{1.0, 2.0, 3.0, 4.0, 0.5}, std::vector{2.0, 2.0, 1.0, 5.0, kInfinity});
  EXPECT_EQ(summary.wins, 3);
  EXPECT_EQ(summary.ties, 1);
  EXPECT_EQ(summary.losses, 1);
  EXPECT_EQ(summary.rate.value, 0.7);
  EXPECT_EQ(summary.rate.n, 5);
}

TEST(WinRate, HasTheSharesInItsIntervalThatAreNotTooFarOff) {
  // Wilson's ends s are where |r - s| = z sqrt(s (1 - s) / n).
  std::vector<double> x(20, 1.0);
  for (std::size_t i = 0; i < 6; ++i) x[i] = 0.0;
  const ConfidenceInterval interval =
      win_rate(x, std::vector<double>(20, 0.5)).rate.interval.value();
  const double z = normal_quantile(0.975);
  for (const double end : {interval.low, interval.high}) {
    EXPECT_NEAR(std::abs(0.3 - end), z * std::sqrt(end * (1.0 - end) / 20.0), 1e-14);
  }
}

TEST(WinRate, HasAnIntervalWhereOneAlwaysWins) {
  const std::vector<double> better(10, 1.0);
  const std::vector<double> worse(10, 2.0);
  const ConfidenceInterval interval = win_rate(better, worse).rate.interval.value();
  const double square = std::pow(normal_quantile(0.975), 2);
  EXPECT_NEAR(interval.low, 10.0 / (10.0 + square), 1e-14);
  EXPECT_NEAR(interval.high, 1.0, 1e-14);
}

TEST(WinRate, HoldsTheTruthAboutAsOftenAsItSays) {
  // Wilson's interval is right on the average over shares; at this one 7 % may miss at 5 %.
  constexpr int kExperiments = 2000;
  Rng rng(1);
  const double truth = normal_distribution(0.5 / std::sqrt(2.0));
  int missed = 0;
  for (int i = 0; i < kExperiments; ++i) {
    const ConfidenceInterval interval =
        win_rate(test::normal_sample(25, rng), test::normal_sample(25, rng, 0.5))
            .rate.interval.value();
    missed += interval.low > truth || interval.high < truth ? 1 : 0;
  }
  EXPECT_LE(missed, test::most_by_chance(kExperiments, 0.07));
}

TEST(WinRate, SaysWhyItHasNoValue) {
  const std::vector<double> two{1.0, 2.0};
  EXPECT_FALSE(win_rate(two, std::vector{1.0}).rate.value);
  EXPECT_FALSE(win_rate({}, {}).rate.reason.empty());
  EXPECT_FALSE(win_rate(two, std::vector{1.0, std::nan("")}).rate.reason.empty());
}

}  // namespace
}  // namespace wattle::search
