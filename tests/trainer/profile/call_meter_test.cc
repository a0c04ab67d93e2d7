// SPDX-License-Identifier: MIT
#include "trainer/profile/call_meter.h"

#include <gtest/gtest.h>

#include <cmath>

namespace wattle::trainer {
namespace {

/// Joules that the test spends.
class Purse final : public energy::Account {
 public:
  energy::ThreadGroup& threads() override { return threads_; }
  void carry(const energy::AccountReading& /*earlier*/) override {}
  void uses_device(bool /*uses*/) override {}
  energy::AccountReading reading() override {
    energy::AccountReading now;
    now.net.joules = spent;
    return now;
  }
  energy::AccountReading close(bool /*as_overhead*/) override { return reading(); }

  Joules spent;

 private:
  energy::ThreadGroup threads_;
};

struct World {
  Purse purse;
  energy::ManualClock clock;
  int calls = 0;
  int finished = 0;
  bool cancelled = false;

  CallMeter meter(Seconds window, int repeats) {
    return {purse, clock, window, repeats, [this] { ++finished; }, [this] { return cancelled; }};
  }
  /// A call that takes so much.
  std::function<void()> call(Seconds time, Joules joules) {
    return [this, time, joules] {
      ++calls;
      clock.advance(time);
      purse.spent += joules;
    };
  }
};

TEST(CallMeter, GivesOneCallsJoulesAndSeconds) {
  World world;
  const CallCost cost = world.meter(Seconds(1), 5).measure(world.call(Seconds(0.01), Joules(3)));
  EXPECT_NEAR(cost.joules, 3.0, 1e-9);
  EXPECT_NEAR(cost.seconds, 0.01, 1e-9);
  EXPECT_NEAR(cost.half_width, 0.0, 1e-9);
}

TEST(CallMeter, FillsItsWindowsWithCalls) {
  World world;
  const CallMeter meter = world.meter(Seconds(1), 4);
  meter.measure(world.call(Seconds(0.01), Joules(3)));
  // Four windows of 100; before them 1 to warm up, and 1 + 2 + 4 + .. + 32 to find out.
  EXPECT_EQ(world.calls, 4 * 100 + 1 + 63);
}

TEST(CallMeter, MakesOneCallThatIsLongerThanItsWindow) {
  World world;
  const CallMeter meter = world.meter(Seconds(1), 3);
  meter.measure(world.call(Seconds(7), Joules(3)));
  EXPECT_EQ(world.calls, 3 + 1 + 1);
}

TEST(CallMeter, TellsHowTheRepeatsScatter) {
  World world;
  const CallMeter meter = world.meter(Seconds(1), 2);
  // The two windows of one call each differ by 2 J: 12.7062 of t(0.975; 1).
  const CallCost cost = meter.measure([&] {
    world.clock.advance(Seconds(2));
    world.purse.spent += Joules(++world.calls % 2 == 0 ? 4 : 6);
  });
  EXPECT_NEAR(cost.joules, 5.0, 1e-9);
  EXPECT_NEAR(cost.half_width, 12.7062, 1e-3);
}

TEST(CallMeter, EndsBetweenMeasurementsWhenItIsCancelled) {
  World world;
  const CallMeter meter = world.meter(Seconds(1), 5);
  meter.measure([&] {
    world.clock.advance(Seconds(7));
    world.cancelled = ++world.calls == 4;
  });
  EXPECT_EQ(world.calls, 4);
}

TEST(CallMeter, WaitsForWhatADeviceHasNotDoneYet) {
  World world;
  const CallMeter meter = world.meter(Seconds(1), 3);
  const int before = world.finished;
  meter.measure(world.call(Seconds(7), Joules(3)));
  EXPECT_EQ(world.finished - before, 5);
}

}  // namespace
}  // namespace wattle::trainer
