// SPDX-License-Identifier: MIT
#include "energy/integrate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

namespace wattle::energy {
namespace {

std::vector<PowerSample> sampled(double duration, double spacing,
                                 const std::function<double(double)>& power) {
  std::vector<PowerSample> samples;
  const int steps = static_cast<int>(std::lround(duration / spacing));
  for (int i = 0; i <= steps; ++i) {
    const double time = i * spacing;
    samples.push_back({Seconds(time), Watts(power(time))});
  }
  return samples;
}

/// The published mistake: samples taken once a second are summed, which is joules already, and then
/// multiplied by the duration once more.
double sum_times_duration(const std::vector<PowerSample>& samples) {
  double sum = 0;
  for (const PowerSample& sample : samples) sum += sample.power.value;
  return sum * (samples.back().time - samples.front().time).value;
}

double trapezoids(const std::vector<PowerSample>& samples) {
  return integrate_power(samples).value().value;
}

constexpr double kRounding = 1e-12;  // relative; a few hundred additions

TEST(IntegratePower, IsExactForAConstant) {
  EXPECT_NEAR(trapezoids(sampled(60, 1, [](double) { return 100.0; })), 6000.0, 6000.0 * kRounding);
}

TEST(IntegratePower, IsExactForARampWhateverTheSpacing) {
  const auto ramp = [](double t) { return 20.0 + 3.0 * t; };
  const std::vector<PowerSample> uneven = {{Seconds(0), Watts(ramp(0))},
                                           {Seconds(0.1), Watts(ramp(0.1))},
                                           {Seconds(7), Watts(ramp(7))},
                                           {Seconds(10), Watts(ramp(10))}};
  EXPECT_NEAR(trapezoids(uneven), 20.0 * 10 + 1.5 * 100, 350.0 * kRounding);
}

TEST(IntegratePower, ErrsByItsOrderOnAWave) {
  // P = 50 + 30 sin(t) over [0, 10]: E = 500 + 30 (1 - cos 10), |P''| <= 30.
  const double spacing = 0.1;
  const double energy = 500.0 + 30.0 * (1.0 - std::cos(10.0));
  const double bound = 10.0 * spacing * spacing * 30.0 / 12.0;
  EXPECT_NEAR(trapezoids(sampled(10, spacing, [](double t) { return 50 + 30 * std::sin(t); })),
              energy, bound);
}

TEST(IntegratePower, DoublesWhenTheDurationDoubles) {
  const auto power = [](double) { return 80.0; };
  EXPECT_NEAR(trapezoids(sampled(120, 1, power)) / trapezoids(sampled(60, 1, power)), 2.0,
              2.0 * kRounding);
}

TEST(SumTimesDuration, GrowsWithTheSquareOfTime) {
  const auto power = [](double) { return 80.0; };
  const double ratio =
      sum_times_duration(sampled(120, 1, power)) / sum_times_duration(sampled(60, 1, power));
  // (121 samples x 120 s) / (61 samples x 60 s): four, but for the sample at the end.
  EXPECT_NEAR(ratio, 121.0 * 120.0 / (61.0 * 60.0), 4.0 * kRounding);
}

// A run of 1000 s against one of 200 s at the same 100 W saves 80 %. The mistake says 96 %.
TEST(SumTimesDuration, OverstatesASaving) {
  const auto power = [](double) { return 100.0; };
  const auto slow = sampled(1000, 1, power);
  const auto fast = sampled(200, 1, power);
  EXPECT_NEAR(1.0 - trapezoids(fast) / trapezoids(slow), 0.8, kRounding);
  EXPECT_NEAR(1.0 - sum_times_duration(fast) / sum_times_duration(slow),
              1.0 - 201.0 * 200.0 / (1001.0 * 1000.0), kRounding);
}

// 100 s at 300 W are 30 kJ, 200 s at 100 W are 20 kJ. The mistake turns the verdict round.
TEST(SumTimesDuration, ReversesAConclusion) {
  const auto short_and_hot = sampled(100, 1, [](double) { return 300.0; });
  const auto long_and_cool = sampled(200, 1, [](double) { return 100.0; });
  EXPECT_GT(trapezoids(short_and_hot), trapezoids(long_and_cool));
  EXPECT_LT(sum_times_duration(short_and_hot), sum_times_duration(long_and_cool));
}

TEST(IntegratePower, GivesNothingForLessThanTwoSamples) {
  EXPECT_EQ(integrate_power({}).value(), Joules(0));
  const std::vector<PowerSample> one = {{Seconds(3), Watts(100)}};
  EXPECT_EQ(integrate_power(one).value(), Joules(0));
}

TEST(IntegratePower, RefusesTimesThatGoBack) {
  const std::vector<PowerSample> samples = {{Seconds(3), Watts(1)}, {Seconds(2), Watts(1)}};
  EXPECT_EQ(integrate_power(samples).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::energy
