// SPDX-License-Identifier: MIT
#include "search/statistics/running_energy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using Runs = std::vector<RunToTarget>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(RunningEnergy, IsAllThatWasSpentOverTheSuccesses) {
  Rng rng(1);
  const Estimate estimate =
      expected_running_energy(Runs{{10.0, true}, {50.0, false}, {30.0, true}}, {}, rng);
  EXPECT_EQ(estimate.value, 45.0);
  EXPECT_EQ(estimate.n, 3);
  EXPECT_EQ(estimate.method, StatisticalMethod::kPercentile);
}

TEST(RunningEnergy, IsWhatRestartsNeedUntilOneSucceeds) {
  // Runs of 1 J that succeed with probability 1/4: 4 J in the mean.
  Rng rng(2);
  Runs runs;
  for (int i = 0; i < 4000; ++i) runs.push_back({1.0, rng.uniform() < 0.25});
  BootstrapOptions options;
  options.resamples = 200;
  // The standard deviation of 1 / share is sqrt(p (1 - p) / n) / p^2 = 0.11; five of these.
  EXPECT_NEAR(expected_running_energy(runs, options, rng).value.value(), 4.0, 0.55);
}

TEST(RunningEnergy, HoldsTheTruthAboutAsOftenAsItSays) {
  // Exponential of mean 1, cut at 1: E[min(T, 1)] / P(T <= 1) = 1 in the long run. 10 % may miss at
  // 5 %, for the percentile interval of 40 runs.
  constexpr int kExperiments = 500;
  BootstrapOptions options;
  options.resamples = 500;
  Rng rng(3);
  int missed = 0;
  for (int i = 0; i < kExperiments; ++i) {
    Runs runs;
    for (int r = 0; r < 40; ++r) {
      const double needed = -std::log1p(-rng.uniform());
      runs.push_back({std::min(needed, 1.0), needed <= 1.0});
    }
    const ConfidenceInterval interval =
        expected_running_energy(runs, options, rng).interval.value();
    missed += interval.low > 1.0 || interval.high < 1.0 ? 1 : 0;
  }
  EXPECT_LE(missed, test::most_by_chance(kExperiments, 0.10));
}

TEST(RunningEnergy, HasNoUpperEndWhereResamplesMayFail) {
  Rng rng(4);
  const Estimate estimate =
      expected_running_energy(Runs{{1.0, true}, {2.0, false}, {2.0, false}}, {}, rng);
  EXPECT_EQ(estimate.value, 5.0);
  EXPECT_EQ(estimate.interval.value().high, kInfinity);
  EXPECT_EQ(estimate.interval.value().low, 1.0);
}

TEST(RunningEnergy, SaysWhyItHasNoValue) {
  Rng rng(5);
  EXPECT_FALSE(expected_running_energy(Runs{{5.0, false}}, {}, rng).value);
  EXPECT_FALSE(expected_running_energy(Runs{{5.0, false}}, {}, rng).reason.empty());
  EXPECT_FALSE(expected_running_energy({}, {}, rng).reason.empty());
}

TEST(RunningEnergyRatio, IsTheRatioOfBoth) {
  Rng rng(6);
  const Runs numerator{{10.0, true}, {20.0, true}, {30.0, false}};
  const Runs denominator{{5.0, true}, {5.0, true}, {5.0, true}};
  const Estimate ratio = running_energy_ratio(numerator, denominator, Pairing::kUnpaired, {}, rng);
  EXPECT_EQ(ratio.value, 6.0);
  EXPECT_LT(ratio.interval.value().low, 6.0);
  EXPECT_EQ(ratio.interval.value().high, kInfinity);
}

TEST(RunningEnergyRatio, IsSureOfPairsInProportion) {
  Rng rng(7);
  Runs denominator;
  Runs numerator;
  for (const double spent : test::skewed_sample(15, rng)) {
    denominator.push_back({spent, true});
    numerator.push_back({2.0 * spent, true});
  }
  const Estimate paired = running_energy_ratio(numerator, denominator, Pairing::kPaired, {}, rng);
  EXPECT_DOUBLE_EQ(paired.interval.value().low, 2.0);
  EXPECT_DOUBLE_EQ(paired.interval.value().high, 2.0);
}

TEST(RunningEnergyRatio, TakesTheWorstOfBothWhereNeitherSucceeds) {
  // In 8 of 27 resamples of the pairs nobody succeeds: more than either tail.
  Rng rng(8);
  const Runs runs{{1.0, true}, {1.0, false}, {1.0, false}};
  const Estimate ratio = running_energy_ratio(runs, runs, Pairing::kPaired, {}, rng);
  EXPECT_EQ(ratio.value, 1.0);
  EXPECT_EQ(ratio.interval.value().low, 0.0);
  EXPECT_EQ(ratio.interval.value().high, kInfinity);
}

TEST(RunningEnergyRatio, SaysWhyItHasNoValue) {
  Rng rng(9);
  const Runs some{{1.0, true}, {2.0, true}};
  const Runs failed{{1.0, false}, {2.0, false}};
  const Runs free{{0.0, true}, {0.0, true}};
  const Runs one{{1.0, true}};
  const auto reason = [&](const Runs& numerator, const Runs& denominator, Pairing pairing) {
    const Estimate ratio = running_energy_ratio(numerator, denominator, pairing, {}, rng);
    EXPECT_FALSE(ratio.value);
    return ratio.reason;
  };
  EXPECT_FALSE(reason(some, failed, Pairing::kUnpaired).empty());
  EXPECT_FALSE(reason(failed, some, Pairing::kUnpaired).empty());
  EXPECT_FALSE(reason(some, free, Pairing::kUnpaired).empty());
  EXPECT_FALSE(reason(some, one, Pairing::kPaired).empty());
}

}  // namespace
}  // namespace wattle::search
