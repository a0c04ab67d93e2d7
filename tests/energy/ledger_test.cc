// SPDX-License-Identifier: MIT
#include "energy/ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace wattle::energy {
namespace {

const MeterInfo kMeter{.name = "replay",
                       .source = Source::kReplayed,
                       .domains = {"dram", "package"},
                       .resolution = Seconds(1),
                       .longest_gap = Seconds(0),
                       .idle = std::nullopt,
                       .explanation = "test"};
constexpr double kRounding = 1e-12;  // relative; a handful of operations

CumulativeEnergy exactly(double joules) { return {Joules(joules), Joules(joules), Joules(joules)}; }

/// 10 s at 8 W with 2 W idle: 20 J idle, 60 J dynamic.
LedgerInterval ten_seconds(std::map<AccountId, Seconds> trials, double process, double machine) {
  return {.duration = Seconds(10),
          .metered = exactly(80),
          .trial_cpu = std::move(trials),
          .process_cpu = Seconds(process),
          .machine_cpu = Seconds(machine)};
}

void expect_joules(Joules actual, double expected) {
  EXPECT_NEAR(actual.value, expected, kRounding * std::max(1.0, std::abs(expected)));
}

TEST(Ledger, SharesDynamicEnergyByCpuTime) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId one = ledger.open();
  const AccountId two = ledger.open();
  ledger.book(ten_seconds({{one, Seconds(3)}, {two, Seconds(1)}}, 5, 6));
  expect_joules(ledger.reading(one).net.joules, 30);
  expect_joules(ledger.reading(two).net.joules, 10);
}

TEST(Ledger, BooksTheProcessOutsideTrialsAsOverhead) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(3)}}, 5, 6));
  expect_joules(ledger.totals().overhead, 20);
}

TEST(Ledger, BooksIdlePowerAndOtherProgramsAsIdle) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(3)}}, 5, 6));
  expect_joules(ledger.totals().idle, 20 + 10);
}

TEST(Ledger, AddsEqualSharesOfTheIdlePowerForGross) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId one = ledger.open();
  const AccountId two = ledger.open();
  ledger.book(ten_seconds({{one, Seconds(3)}, {two, Seconds(1)}}, 5, 6));
  expect_joules(ledger.reading(one).gross, 30 + 10);
  expect_joules(ledger.reading(two).gross, 10 + 10);
}

TEST(Ledger, BooksEverythingAsIdleWhenThePowerIsBelowIdle) {
  Ledger ledger(kMeter, Watts(100));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(3)}}, 5, 6));
  expect_joules(ledger.reading(id).net.joules, 0);
  expect_joules(ledger.totals().idle, 80);
}

TEST(Ledger, BooksEverythingAsIdleWhenNobodyComputed) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(0)}}, 0, 0));
  expect_joules(ledger.totals().idle, 80);
}

// The machine's clock may lag behind the threads': 8 s accounted, 5 s said to be busy.
TEST(Ledger, DividesByTheAccountedTimeWhenTheMachineClockLags) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId one = ledger.open();
  const AccountId two = ledger.open();
  ledger.book(ten_seconds({{one, Seconds(6)}, {two, Seconds(2)}}, 4, 5));
  expect_joules(ledger.reading(one).net.joules, 45);
  expect_joules(ledger.reading(two).net.joules, 15);
  expect_joules(ledger.totals().overhead, 0);
}

TEST(Ledger, SplitsTheIntervalLikeTheEnergy) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  LedgerInterval interval = ten_seconds({{id, Seconds(3)}}, 5, 6);
  interval.metered = {Joules(80), Joules(50), Joules(140)};
  ledger.book(interval);
  expect_joules(ledger.reading(id).net.low, 15);   // (50 - 20) 3/6
  expect_joules(ledger.reading(id).net.high, 60);  // (140 - 20) 3/6
}

TEST(Ledger, MarksSharedIntervals) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId alone = ledger.open();
  ledger.book(ten_seconds({{alone, Seconds(1)}}, 1, 1));
  EXPECT_FALSE(ledger.reading(alone).net.shared);
  const AccountId neighbour = ledger.open();
  ledger.book(ten_seconds({{alone, Seconds(1)}, {neighbour, Seconds(0)}}, 1, 1));
  EXPECT_TRUE(ledger.reading(alone).net.shared);
  EXPECT_TRUE(ledger.reading(neighbour).net.shared);
}

TEST(Ledger, StaysSharedOnceShared) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  const AccountId neighbour = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(1)}, {neighbour, Seconds(1)}}, 2, 2));
  ledger.close(neighbour);
  ledger.book(ten_seconds({{id, Seconds(1)}}, 1, 1));
  EXPECT_TRUE(ledger.reading(id).net.shared);
}

TEST(Ledger, AddsUpTheWindow) {
  Ledger ledger(kMeter, Watts(2));
  ledger.book(ten_seconds({}, 1, 1));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(1)}}, 1, 1));
  ledger.book(ten_seconds({{id, Seconds(1)}}, 1, 1));
  EXPECT_EQ(ledger.reading(id).net.window, Seconds(20));
}

TEST(Ledger, CarriesSourceAndCoverage) {
  Ledger ledger(kMeter, Watts(2));
  const EnergyReading reading = ledger.reading(ledger.open()).net;
  EXPECT_EQ(reading.source, Source::kReplayed);
  EXPECT_EQ(reading.domains, kMeter.domains);
}

TEST(Ledger, ClosesWithTheLastReading) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(3)}}, 5, 6));
  const AccountReading last = ledger.reading(id);
  EXPECT_EQ(ledger.close(id).net, last.net);
  expect_joules(ledger.totals().trials, 30);
}

TEST(Ledger, MovesAnAccountToOverhead) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  ledger.book(ten_seconds({{id, Seconds(3)}}, 5, 6));
  ledger.close(id, true);
  expect_joules(ledger.totals().trials, 0);
  expect_joules(ledger.totals().overhead, 30 + 20);
}

TEST(Ledger, BeginsAnAccountWithWhatWasUsedBefore) {
  Ledger ledger(kMeter, Watts(2));
  const AccountId id = ledger.open();
  AccountReading earlier;
  earlier.net.joules = Joules(5.0);
  earlier.net.low = Joules(4.0);
  earlier.net.high = Joules(8.0);
  earlier.net.shared = true;
  earlier.net.window = Seconds(2.0);
  earlier.gross = Joules(7.0);
  ledger.carry(id, earlier);
  ledger.book(ten_seconds({{id, Seconds(3)}}, 5, 6));
  const AccountReading reading = ledger.reading(id);
  expect_joules(reading.net.joules, 5 + 30);
  expect_joules(reading.net.low, 4 + 30);
  expect_joules(reading.net.high, 8 + 30);
  expect_joules(reading.gross, 7 + 30 + 20);
  EXPECT_EQ(reading.net.window, Seconds(12));
  EXPECT_TRUE(reading.net.shared);
  // What was used before is in the totals of its time.
  expect_joules(ledger.totals().trials, 30);
  ledger.close(id, true);
  expect_joules(ledger.totals().trials, 0);
  expect_joules(ledger.totals().overhead, 30 + 20);
}

/// The same ten seconds with 30 J of the 80 J in graphics processors.
LedgerInterval with_device(std::map<AccountId, Seconds> trials,
                           std::map<AccountId, Seconds> users) {
  LedgerInterval interval = ten_seconds(std::move(trials), 5, 6);
  interval.device = Joules(30);
  interval.device_time = std::move(users);
  return interval;
}

// 2 W of idle, 1 W of it in the devices: 20 J above idle in the devices, 40 J elsewhere.
TEST(Ledger, BooksDevicesApartFromCpuTime) {
  Ledger ledger(kMeter, Watts(2), Watts(1));
  const AccountId computing = ledger.open();
  const AccountId user = ledger.open();
  ledger.book(with_device({{computing, Seconds(3)}, {user, Seconds(0)}}, {{user, Seconds(10)}}));
  expect_joules(ledger.reading(computing).net.joules, 20);
  expect_joules(ledger.reading(user).net.joules, 20);
  expect_joules(ledger.reading(user).gross, 20 + 10);
  const LedgerTotals totals = ledger.totals();
  expect_joules(totals.trials, 40);
  expect_joules(totals.overhead, 40.0 * 2 / 6);
  expect_joules(totals.idle, 20 + 40.0 / 6);
  expect_joules(totals.total, 80);
}

TEST(Ledger, SharesDevicesByTheTimeOfTheirUse) {
  Ledger ledger(kMeter, Watts(2), Watts(1));
  const AccountId all_the_time = ledger.open();
  const AccountId at_the_end = ledger.open();
  ledger.book(with_device({{all_the_time, Seconds(0)}, {at_the_end, Seconds(0)}},
                          {{all_the_time, Seconds(10)}, {at_the_end, Seconds(2.5)}}));
  expect_joules(ledger.reading(all_the_time).net.joules, 16);
  expect_joules(ledger.reading(at_the_end).net.joules, 4);
}

TEST(Ledger, BooksDevicesThatNobodyUsesAsOverhead) {
  Ledger ledger(kMeter, Watts(2), Watts(1));
  const AccountId id = ledger.open();
  ledger.book(with_device({{id, Seconds(0)}}, {}));
  expect_joules(ledger.totals().trials, 0);
  expect_joules(ledger.totals().overhead, 20 + 40.0 * 5 / 6);
}

TEST(Ledger, TakesNoMoreThanTheMeteredForADevice) {
  Ledger ledger(kMeter, Watts(2), Watts(99));  // nor more idle power than there is
  const AccountId id = ledger.open();
  LedgerInterval interval = with_device({{id, Seconds(1)}}, {{id, Seconds(1)}});
  interval.device = Joules(1000);
  ledger.book(interval);
  expect_joules(ledger.totals().total, 80);
  expect_joules(ledger.totals().idle, 20);
  expect_joules(ledger.reading(id).net.joules, 60);
}

// The estimate's interval stays with the processor; only what it cannot hold goes to the device.
TEST(Ledger, LeavesTheIntervalToTheProcessorAsFarAsItReaches) {
  Ledger ledger(kMeter, Watts(0));
  const AccountId computing = ledger.open();
  const AccountId user = ledger.open();
  LedgerInterval interval =
      with_device({{computing, Seconds(6)}, {user, Seconds(0)}}, {{user, Seconds(10)}});
  interval.metered = {Joules(80), Joules(60), Joules(140)};
  ledger.book(interval);
  expect_joules(ledger.reading(computing).net.low, 30);
  expect_joules(ledger.reading(computing).net.high, 110);
  expect_joules(ledger.reading(user).net.low, 30);
  expect_joules(ledger.reading(user).net.high, 30);
  interval.metered.low = Joules(20);
  ledger.book(interval);
  expect_joules(ledger.reading(computing).net.low, 30 + 0);
  expect_joules(ledger.reading(user).net.low, 30 + 20);
}

TEST(Ledger, GivesADeviceAloneItsInterval) {
  Ledger ledger(kMeter, Watts(0));
  const AccountId user = ledger.open();
  LedgerInterval interval = with_device({{user, Seconds(0)}}, {{user, Seconds(10)}});
  interval.metered = {Joules(30), Joules(28), Joules(33)};
  ledger.book(interval);
  expect_joules(ledger.reading(user).net.low, 28);
  expect_joules(ledger.reading(user).net.high, 33);
}

TEST(DevicePart, SumsTheGraphicsProcessors) {
  MeterInfo meter = kMeter;
  meter.parts = {"gpu-0", "gpu-1", "package-0"};
  const CumulativeEnergy reading{
      Joules(6), Joules(6), Joules(6), {Joules(1), Joules(2), Joules(3)}};
  EXPECT_EQ(device_part(meter, reading), Joules(3));
  EXPECT_EQ(device_part(kMeter, reading), Joules(0));
  EXPECT_EQ(device_part(meter, exactly(6)), Joules(0));
  EXPECT_TRUE(tells_device_part(meter));
  EXPECT_FALSE(tells_device_part(kMeter));
}

TEST(DevicePart, IsAllOfAMeterOfNothingElse) {
  MeterInfo meter = kMeter;
  meter.domains = {"gpu"};
  EXPECT_TRUE(tells_device_part(meter));
  EXPECT_EQ(device_part(meter, exactly(6)), Joules(6));
}

TEST(LedgerTotals, AddUp) {
  LedgerTotals sum{Joules(1), Joules(2), Joules(3), Joules(6)};
  sum += {Joules(10), Joules(20), Joules(30), Joules(60)};
  EXPECT_EQ(sum.trials, Joules(11));
  EXPECT_EQ(sum.overhead, Joules(22));
  EXPECT_EQ(sum.idle, Joules(33));
  EXPECT_EQ(sum.total, Joules(66));
}

/// Opens, closes and books at random; inconsistent CPU clocks included.
class RandomBooking {
 public:
  explicit RandomBooking(unsigned seed) : random_(seed) {}

  void step() {
    if (open_.empty() || uniform() < 0.2) open_.push_back(ledger.open());
    if (uniform() < 0.15) close_one();
    LedgerInterval interval;
    interval.duration = Seconds(uniform() * 2.0);
    for (const AccountId id : open_) {
      interval.trial_cpu[id] = Seconds(uniform() < 0.3 ? 0.0 : uniform());
    }
    interval.process_cpu = Seconds(uniform() * 6.0);
    interval.machine_cpu = Seconds(uniform() < 0.1 ? 0.0 : uniform() * 12.0);
    interval.metered.joules = Joules(uniform() * 100.0);
    interval.metered.low = interval.metered.joules * uniform();
    interval.metered.high = interval.metered.joules * (1.0 + uniform());
    if (uniform() < 0.7) interval.device = interval.metered.joules * uniform();
    for (const AccountId id : open_) {
      if (uniform() < 0.4) interval.device_time[id] = Seconds(uniform());
    }
    metered += interval.metered.joules;
    ledger.book(interval);
  }

  Joules accounted() const {
    Joules sum = closed_as_trials;
    for (const AccountId id : open_) sum += ledger.reading(id).net.joules;
    return sum;
  }
  const std::vector<AccountId>& open() const { return open_; }

  Ledger ledger{kMeter, Watts(15), Watts(4)};
  Joules metered;
  Joules closed_as_trials;

 private:
  double uniform() { return std::uniform_real_distribution<>(0.0, 1.0)(random_); }
  void close_one() {
    const bool as_overhead = uniform() < 0.2;
    const auto chosen =
        open_.begin() + static_cast<std::ptrdiff_t>(uniform() * static_cast<double>(open_.size()));
    const AccountReading last = ledger.close(*chosen, as_overhead);
    if (!as_overhead) closed_as_trials += last.net.joules;
    open_.erase(chosen);
  }

  std::mt19937_64 random_;
  std::vector<AccountId> open_;
};

constexpr int kSteps = 5000;
// Each step adds about ten roundings of half an epsilon relative to the running sums.
constexpr double kAccumulated = 10.0 * kSteps * 0.5 * std::numeric_limits<double>::epsilon();

TEST(Ledger, ConservesEnergyUnderRandomOverlaps) {
  RandomBooking booking(20240917);
  for (int i = 0; i < kSteps; ++i) {
    booking.step();
    const LedgerTotals totals = booking.ledger.totals();
    const double tolerance = kAccumulated * totals.total.value;
    ASSERT_NEAR((totals.trials + totals.overhead + totals.idle).value, totals.total.value,
                tolerance);
    ASSERT_NEAR(totals.total.value, booking.metered.value, tolerance);
  }
}

TEST(Ledger, TrialsAreTheSumOfTheirAccounts) {
  RandomBooking booking(7);
  for (int i = 0; i < kSteps; ++i) booking.step();
  EXPECT_NEAR(booking.ledger.totals().trials.value, booking.accounted().value,
              kAccumulated * booking.metered.value);
}

TEST(Ledger, KeepsEveryAccountInsideItsInterval) {
  RandomBooking booking(99);
  for (int i = 0; i < kSteps; ++i) {
    booking.step();
    for (const AccountId id : booking.open()) {
      const AccountReading reading = booking.ledger.reading(id);
      ASSERT_LE(reading.net.low, reading.net.joules);
      ASSERT_LE(reading.net.joules, reading.net.high);
      ASSERT_GE(reading.gross, reading.net.joules);
    }
  }
}

}  // namespace
}  // namespace wattle::energy
