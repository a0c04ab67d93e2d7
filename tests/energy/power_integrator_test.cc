// SPDX-License-Identifier: MIT
#include "energy/power_integrator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace wattle::energy {
namespace {

constexpr double kRounding = 1e-12;  // relative; a few hundred additions

constexpr PowerSensor kSensor{.step = Watts(2.0),
                              .relative_error = 0.0,
                              .period = Seconds(1.0),
                              .longest_gap = Seconds(5.0),
                              .largest = Watts(300.0)};

PowerIntegrator started(double watts, PowerSensor sensor = kSensor) {
  return {sensor, {Seconds(0), Watts(watts)}};
}

TEST(PowerIntegrator, BeginsAtNothing) {
  const PowerIntegrator integral = started(100);
  EXPECT_EQ(integral.total().joules, Joules(0));
  EXPECT_EQ(integral.total().high, Joules(0));
}

TEST(PowerIntegrator, IsExactForARamp) {
  // P = 20 + 3 t over [0, 10]: 200 + 150.
  PowerIntegrator integral = started(20);
  for (const double t : {0.5, 1.0, 2.0, 2.25, 6.0, 10.0}) {
    ASSERT_TRUE(integral.add({Seconds(t), Watts(20 + 3 * t)}));
  }
  EXPECT_NEAR(integral.total().joules.value, 350.0, 350.0 * kRounding);
}

TEST(PowerIntegrator, AgreesWithTheSumOverAllSamples) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> power(0.0, 200.0);
  std::vector<PowerSample> samples = {{Seconds(0), Watts(50)}};
  PowerIntegrator integral(kSensor, samples.front());
  for (int i = 1; i <= 200; ++i) {
    samples.push_back({Seconds(0.3 * i), Watts(power(random))});
    ASSERT_TRUE(integral.add(samples.back()));
  }
  const double sum = integrate_power(samples).value().value;
  EXPECT_NEAR(integral.total().joules.value, sum, sum * kRounding);
}

// What was published was the sum of samples times the duration. Twice the time is twice the energy.
TEST(PowerIntegrator, DoublesWhenTheDurationDoubles) {
  PowerIntegrator integral = started(80);
  for (int t = 1; t <= 60; ++t) ASSERT_TRUE(integral.add({Seconds(t), Watts(80)}));
  const double minute = integral.total().joules.value;
  for (int t = 61; t <= 120; ++t) ASSERT_TRUE(integral.add({Seconds(t), Watts(80)}));
  EXPECT_NEAR(minute, 4800.0, 4800.0 * kRounding);
  EXPECT_NEAR(integral.total().joules.value, 2.0 * minute, 9600.0 * kRounding);
}

TEST(PowerIntegrator, IsHalfAStepWide) {
  PowerIntegrator integral = started(100);
  ASSERT_TRUE(integral.add({Seconds(1), Watts(100)}));
  EXPECT_NEAR(integral.total().low.value, 99.0, 100 * kRounding);
  EXPECT_NEAR(integral.total().high.value, 101.0, 100 * kRounding);
}

TEST(PowerIntegrator, AddsTheMakersError) {
  PowerSensor sensor = kSensor;
  sensor.step = Watts(0);
  sensor.relative_error = 0.05;
  PowerIntegrator integral = started(100, sensor);
  ASSERT_TRUE(integral.add({Seconds(1), Watts(100)}));
  EXPECT_NEAR(integral.total().low.value, 95.0, 100 * kRounding);
  EXPECT_NEAR(integral.total().high.value, 105.0, 100 * kRounding);
}

TEST(PowerIntegrator, KnowsTheTimeNobodyLookedAtOnlyByItsEnds) {
  PowerSensor sensor = kSensor;
  sensor.step = Watts(0);
  PowerIntegrator integral = started(100, sensor);
  ASSERT_TRUE(integral.add({Seconds(3), Watts(200)}));
  EXPECT_NEAR(integral.total().joules.value, 450.0, 450 * kRounding);
  EXPECT_NEAR(integral.total().low.value, 150.0 + 2 * 100.0, 450 * kRounding);
  EXPECT_NEAR(integral.total().high.value, 150.0 + 2 * 200.0, 450 * kRounding);
}

TEST(PowerIntegrator, KnowsNothingOfAGapThatIsTooLong) {
  PowerSensor sensor = kSensor;
  sensor.step = Watts(0);
  PowerIntegrator integral = started(100, sensor);
  ASSERT_TRUE(integral.add({Seconds(11), Watts(100)}));
  EXPECT_NEAR(integral.total().joules.value, 1100.0, 1100 * kRounding);
  EXPECT_NEAR(integral.total().low.value, 100.0, 1100 * kRounding);
  EXPECT_NEAR(integral.total().high.value, 100.0 + 10 * 300.0, 3100 * kRounding);
}

TEST(PowerIntegrator, IsNeverBelowNothing) {
  PowerIntegrator integral = started(0.5);
  ASSERT_TRUE(integral.add({Seconds(1), Watts(0)}));
  EXPECT_EQ(integral.total().low, Joules(0));
}

TEST(PowerIntegrator, HoldsTheEnergyInsideItsBoundsWhateverComes) {
  std::mt19937 random(11);
  std::exponential_distribution<double> spacing(0.3);
  std::uniform_real_distribution<double> power(0.0, 500.0);
  PowerIntegrator integral = started(10);
  CumulativeEnergy before = integral.total();
  double time = 0.0;
  for (int i = 0; i < 1000; ++i) {
    time += spacing(random);
    ASSERT_TRUE(integral.add({Seconds(time), Watts(power(random))}));
    const CumulativeEnergy now = integral.total();
    ASSERT_LE(now.low - before.low, now.joules - before.joules);
    ASSERT_LE(now.joules - before.joules, now.high - before.high);
    ASSERT_GE(now.low, before.low);
    before = now;
  }
}

TEST(PowerIntegrator, RefusesWhatIsNoPowerAndStaysAsItWas) {
  PowerIntegrator integral = started(10);
  EXPECT_EQ(integral.add({Seconds(1), Watts(-1)}).error().code, ErrorCode::kCorrupt);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(integral.add({Seconds(1), Watts(nan)}).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(integral.last().time, Seconds(0));
}

TEST(PowerIntegrator, RefusesATimeThatGoesBack) {
  PowerIntegrator integral(kSensor, {Seconds(3), Watts(1)});
  EXPECT_EQ(integral.add({Seconds(2), Watts(1)}).error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::energy
