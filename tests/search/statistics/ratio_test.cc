// SPDX-License-Identifier: MIT
#include "search/statistics/ratio.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

TEST(RatioOfCenters, IsTheRatioOfMeansOrMedians) {
  Rng rng(1);
  const std::vector<double> numerator{2.0, 4.0, 12.0};
  const std::vector<double> denominator{1.0, 2.0, 6.0};
  EXPECT_EQ(
      ratio_of_centers(numerator, denominator, Center::kMean, Pairing::kUnpaired, {}, rng).value,
      2.0);
  EXPECT_EQ(ratio_of_centers(numerator, std::vector{1.0, 8.0}, Center::kMedian, Pairing::kUnpaired,
                             {}, rng)
                .value,
            4.0 / 4.5);
}

TEST(RatioOfCenters, IsSureOfPairsInProportion) {
  Rng rng(2);
  const std::vector<double> denominator = test::skewed_sample(12, rng);
  std::vector<double> numerator;
  for (const double value : denominator) numerator.push_back(4.0 * value);
  const Estimate paired =
      ratio_of_centers(numerator, denominator, Center::kMean, Pairing::kPaired, {}, rng);
  EXPECT_DOUBLE_EQ(paired.interval.value().low, 4.0);
  EXPECT_DOUBLE_EQ(paired.interval.value().high, 4.0);
  EXPECT_EQ(paired.n, 12);
  const Estimate unpaired =
      ratio_of_centers(numerator, denominator, Center::kMean, Pairing::kUnpaired, {}, rng);
  EXPECT_LT(unpaired.interval.value().low, 3.0);
  EXPECT_GT(unpaired.interval.value().high, 5.0);
  EXPECT_EQ(unpaired.n, 24);
}

TEST(RatioOfCenters, HoldsTheRatioAboutAsOftenAsItSays) {
  // The means of 30 log-normal numbers are still skewed; 10 % may miss at 5 %.
  constexpr int kExperiments = 500;
  BootstrapOptions options;
  options.resamples = 500;
  Rng rng(3);
  int missed = 0;
  for (int i = 0; i < kExperiments; ++i) {
    const std::vector<double> numerator = test::skewed_sample(30, rng, 3.0);
    const std::vector<double> denominator = test::skewed_sample(30, rng);
    const ConfidenceInterval interval =
        ratio_of_centers(numerator, denominator, Center::kMean, Pairing::kUnpaired, options, rng)
            .interval.value();
    missed += interval.low > 3.0 || interval.high < 3.0 ? 1 : 0;
  }
  EXPECT_LE(missed, test::most_by_chance(kExperiments, 0.10));
}

TEST(RatioOfCenters, SaysWhyItHasNoValue) {
  Rng rng(4);
  const std::vector<double> two{1.0, 2.0};
  const std::vector<double> three{1.0, 2.0, 3.0};
  const std::vector<double> zero{0.0, 2.0};
  const auto reason = [&](const std::vector<double>& numerator,
                          const std::vector<double>& denominator, Pairing pairing) {
    const Estimate estimate =
        ratio_of_centers(numerator, denominator, Center::kMean, pairing, {}, rng);
    EXPECT_FALSE(estimate.value);
    return estimate.reason;
  };
  EXPECT_FALSE(reason(two, three, Pairing::kPaired).empty());
  EXPECT_FALSE(reason(two, zero, Pairing::kPaired).empty());
  EXPECT_FALSE(reason({}, two, Pairing::kUnpaired).empty());
}

}  // namespace
}  // namespace wattle::search
