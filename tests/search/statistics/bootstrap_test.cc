// SPDX-License-Identifier: MIT
#include "search/statistics/bootstrap.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "search/statistics/quantiles.h"
#include "search/statistics/ratio.h"
#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;
using test::numbers;
using Samples = std::vector<std::vector<double>>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double drawn_mean(const std::vector<double>& sample, const std::vector<std::size_t>& indices) {
  double sum = 0.0;
  for (const std::size_t index : indices) sum += sample[index];
  return sum / static_cast<double>(indices.size());
}

/// The mean of one sample, or the ratio of two means.
Estimate bootstrap_of(const Samples& samples, const BootstrapOptions& options, Rng& rng) {
  std::vector<std::size_t> sizes;
  for (const std::vector<double>& sample : samples) sizes.push_back(sample.size());
  const ResampledStatistic statistic = [&](const Resample& groups) {
    const double mean = drawn_mean(samples[0], groups[0]);
    return samples.size() == 1 ? mean : mean / drawn_mean(samples[1], groups[1]);
  };
  return bootstrap(sizes, statistic, options, rng);
}

TEST(Bootstrap, HasSciPysIntervalsOfGivenResamples) {
  for (const nlohmann::json& each : test::reference_table("bootstrap", "given")) {
    SCOPED_TRACE(each.at("name"));
    const std::vector<double> resampled = numbers(each.at("resampled"));
    const ConfidenceInterval percentile = percentile_interval(resampled, 0.95);
    expect_digits(percentile.low, each.at("percentile")[0]);
    expect_digits(percentile.high, each.at("percentile")[1]);
    const ConfidenceInterval bca =
        bca_interval(resampled, each.at("estimate"), each.at("leave_one_out").get<Samples>(), 0.95)
            .value();
    expect_digits(bca.low, each.at("bca")[0]);
    expect_digits(bca.high, each.at("bca")[1]);
  }
}

TEST(Bootstrap, CorrectsNothingWhereResamplesAreSymmetric) {
  // Those equal to the estimate count half on either side.
  const std::vector<double> resampled{1.0, 2.0, 2.0, 2.0, 3.0};
  const ConfidenceInterval bca = bca_interval(resampled, 2.0, {{1.5, 2.0, 2.5}}, 0.8).value();
  const ConfidenceInterval percentile = percentile_interval(resampled, 0.8);
  EXPECT_NEAR(bca.low, percentile.low, 1e-12);
  EXPECT_NEAR(bca.high, percentile.high, 1e-12);
}

TEST(Bootstrap, HasSciPysIntervalsToWhatDrawingAllows) {
  Rng rng(1);
  for (const nlohmann::json& each : test::reference_table("bootstrap", "drawn")) {
    SCOPED_TRACE(each.at("name"));
    for (const auto& [name, method] : {std::pair("percentile", StatisticalMethod::kPercentile),
                                       std::pair("BCa", StatisticalMethod::kBca)}) {
      BootstrapOptions options;
      options.resamples = 40'000;
      options.method = method;
      const Estimate estimate = bootstrap_of(each.at("samples").get<Samples>(), options, rng);
      EXPECT_EQ(estimate.method, method);
      const double low = each.at(name)[0];
      const double high = each.at(name)[1];
      // The quantile at p of B draws scatters by sqrt(p (1 - p) / B) over the density, 1.3 % of
      // half the width for B = 40,000 and p = 0.005; five of these.
      const double tolerance = 0.065 * 0.5 * (high - low);
      EXPECT_NEAR(estimate.interval.value().low, low, tolerance) << name;
      EXPECT_NEAR(estimate.interval.value().high, high, tolerance) << name;
    }
  }
}

TEST(Bootstrap, IsTheSameForTheSameGenerator) {
  const Samples samples{{1.0, 5.0, 2.0, 9.0}};
  Rng rng(7);
  Rng again(7);
  const Estimate one = bootstrap_of(samples, {}, rng);
  const Estimate other = bootstrap_of(samples, {}, again);
  EXPECT_EQ(one.interval.value().low, other.interval.value().low);
  EXPECT_EQ(one.interval.value().high, other.interval.value().high);
}

TEST(Bootstrap, HoldsTheMeanAboutAsOftenAsItSays) {
  // For 30 normal numbers the percentile interval is that of the normal distribution with the
  // standard deviation of the sample: 2 P(T >= 1.96 sqrt(29 / 30)) = 6.4 % misses with 29 degrees
  // of freedom.
  constexpr int kExperiments = 1000;
  BootstrapOptions options;
  options.resamples = 500;
  Rng rng(2);
  for (const StatisticalMethod method : {StatisticalMethod::kPercentile, StatisticalMethod::kBca}) {
    options.method = method;
    int missed = 0;
    for (int i = 0; i < kExperiments; ++i) {
      const ConfidenceInterval interval =
          bootstrap_of({test::normal_sample(30, rng, 4.0)}, options, rng).interval.value();
      missed += interval.low > 4.0 || interval.high < 4.0 ? 1 : 0;
    }
    EXPECT_LE(missed, test::most_by_chance(kExperiments, 0.07));
    EXPECT_GE(missed, test::fewest_by_chance(kExperiments, 0.05));
  }
}

TEST(Bootstrap, SaysWhenTheCorrectionsAreNotDefined) {
  Rng rng(3);
  const Estimate estimate = bootstrap_of({{2.0, 2.0, 2.0}}, {}, rng);
  EXPECT_EQ(estimate.method, StatisticalMethod::kPercentile);
  EXPECT_FALSE(estimate.reason.empty());
  EXPECT_EQ(estimate.interval.value().low, 2.0);
}

TEST(Bootstrap, KeepsInfiniteResamples) {
  Rng rng(4);
  BootstrapOptions options;
  options.method = StatisticalMethod::kPercentile;
  const Estimate estimate = bootstrap_of({{1.0, 2.0}, {0.0, 1.0}}, options, rng);
  EXPECT_EQ(estimate.value, 3.0);
  EXPECT_EQ(estimate.interval.value().high, kInfinity);
}

TEST(Bootstrap, SaysWhyItHasNoInterval) {
  Rng rng(5);
  EXPECT_FALSE(bootstrap_of({{}}, {}, rng).value);
  const Estimate single = bootstrap_of({{1.0, 2.0}, {1.0}}, {}, rng);
  EXPECT_TRUE(single.value);
  EXPECT_FALSE(single.interval);
  EXPECT_FALSE(single.reason.empty());
  const Estimate undefined = bootstrap_of({{0.0, 1.0}, {0.0, 1.0}}, {}, rng);  // 0 / 0 at times
  EXPECT_EQ(undefined.value, 1.0);
  EXPECT_FALSE(undefined.interval);
  EXPECT_FALSE(undefined.reason.empty());
}

}  // namespace
}  // namespace wattle::search
