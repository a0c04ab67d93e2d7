// SPDX-License-Identifier: MIT
#include "energy/meters/estimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::write_stat;

constexpr int kOnline = 16;
const PowerCurve& kExpected = kGenericPowerModel.expected;

TEST(PowerCurve, DrawsIdleAndFullPowerAtItsEnds) {
  const PowerCurve curve{.idle_watts_per_thread = 1, .full_watts_per_thread = 4, .exponent = 0.5};
  EXPECT_DOUBLE_EQ(curve.power(0, 8).value, 8.0);
  EXPECT_DOUBLE_EQ(curve.power(8, 8).value, 32.0);
  EXPECT_DOUBLE_EQ(curve.power(2, 8).value, 8.0 + 24.0 * 0.5);
}

TEST(PowerCurve, TakesTheLoadIntoWhatIsPossible) {
  EXPECT_EQ(kExpected.power(-1, 4), kExpected.power(0, 4));
  EXPECT_EQ(kExpected.power(9, 4), kExpected.power(4, 4));
}

// A server with 10 W idle and 47 W full draws 38 W at 19 % load: the model's spread of exponents
// was chosen to reach it.
TEST(PowerModel, ReachesTheMeasuredServer) {
  const PowerCurve server{.idle_watts_per_thread = 10,
                          .full_watts_per_thread = 47,
                          .exponent = kGenericPowerModel.high.exponent};
  constexpr double kPrintedRounding = 0.5;  // the measurement is given in whole watts
  EXPECT_NEAR(server.power(0.19, 1).value, 38.0, kPrintedRounding);
}

// Published estimates are off by -62 % to +66 %: the truth is 1/1.66 to 1/0.38 of the estimate.
TEST(PowerModel, AdmitsThePublishedErrorsAtEveryLoad) {
  for (int percent = 0; percent <= 100; ++percent) {
    const double expected = kExpected.power(percent, 100).value;
    EXPECT_LE(kGenericPowerModel.low.power(percent, 100).value, expected / 1.66) << percent;
    EXPECT_GE(kGenericPowerModel.high.power(percent, 100).value, expected / 0.38) << percent;
  }
}

class Estimate : public ::testing::Test {
 protected:
  void open() {
    write_stat(folder_.path(), kOnline, busy_);
    meter_ = EstimateMeter::open(folder_.path(), clock_).value();
  }
  /// Time passes and the machine, this process included, computes.
  Joules read_after(double seconds, double busy_seconds) {
    clock_->advance(Seconds(seconds));
    busy_ += Seconds(busy_seconds);
    write_stat(folder_.path(), kOnline, busy_);
    return meter_->read()->joules;
  }

  TemporaryFolder folder_;
  std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
  std::unique_ptr<EstimateMeter> meter_;
  Seconds busy_{500.0};
};

// Machine time is this process's plus the others', so the split cancels exactly while the machine
// was busier than this process.
TEST_F(Estimate, FollowsTheModelOverALongInterval) {
  open();
  const double expected = kExpected.power(4, kOnline).value * 10.0;
  constexpr double kRounding = 1e-9;
  EXPECT_NEAR(read_after(10, 40).value, expected, kRounding * expected);
}

TEST_F(Estimate, IsNeverZeroOverAPositiveInterval) {
  open();
  EXPECT_GE(read_after(1e-6, 0), kExpected.power(0, kOnline) * Seconds(1e-6));
}

TEST_F(Estimate, GrowsWithTheMachinesWork) {
  open();
  const Joules resting = read_after(10, 1);
  const Joules working = read_after(10, 100) - resting;
  EXPECT_GT(working, resting);
}

// Ticks of 10 ms reach a reader of every millisecond as nothing, nothing, ..., ten at once. The
// curve being concave, taking them at their word would lose more than half of the energy.
TEST_F(Estimate, AgreesWithItselfWhenReadEveryMillisecond) {
  open();
  read_after(1, 8);  // the first window sets the rate
  const Joules start = meter_->read()->joules;
  Joules end;
  for (int i = 1; i <= 1000; ++i) end = read_after(1e-3, i % 10 == 0 ? 0.08 : 0.0);
  const double expected = kExpected.power(8, kOnline).value * 1.0;
  // Reads fall up to a tick beside the window's edge: one of its ten ticks.
  constexpr double kOneTickInTen = 0.1;
  EXPECT_NEAR((end - start).value, expected, kOneTickInTen * expected);
}

TEST_F(Estimate, CountsThisProcessWhenTheMachineIsUnreadable) {
  open();
  std::filesystem::remove(folder_.path() / "stat");
  testing::burn(Seconds(0.02));
  clock_->advance(Seconds(0.02));
  // At least one thread was busy all the time.
  EXPECT_GE(meter_->read()->joules, kExpected.power(1, kOnline) * Seconds(0.02));
}

TEST_F(Estimate, SaysThatItIsAnEstimate) {
  open();
  EXPECT_EQ(meter_->info().source, Source::kEstimated);
  EXPECT_THAT(meter_->info().explanation, HasSubstr("estimate, not a measurement"));
}

TEST_F(Estimate, KnowsItsIdlePower) {
  open();
  EXPECT_EQ(meter_->info().idle, kExpected.power(0, kOnline));
}

TEST_F(Estimate, NeedsTheMachinesCpuTimes) {
  EXPECT_EQ(EstimateMeter::open(folder_.path(), clock_).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace wattle::energy
