// SPDX-License-Identifier: MIT
#include "energy/metering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>
#include <unistd.h>

#include <thread>

#include "energy/cpu_time.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/picky_perf.h"
#include "tests/energy/puppet.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;
using testing::FakePerf;
using ::testing::HasSubstr;
using testing::PickyPerf;
using testing::Puppet;
using testing::Strings;
using testing::TemporaryFolder;
using testing::write_stat;

constexpr Seconds kWork{0.005};
constexpr double kRounding = 1e-12;  // relative; a handful of operations

/// A puppet meter, a manual clock and a machine whose other programs the test controls.
class MeteringTest : public ::testing::Test {
 protected:
  void start(Watts idle = Watts(0)) {
    metering_ = start_metering(std::make_unique<Puppet>(strings_), clock_,
                               {.idle = idle, .sampler_thread = false, .proc = proc_.path()})
                    .value();
  }
  void pass(double seconds, double joules) {
    clock_.advance(Seconds(seconds));
    strings_.joules = strings_.joules + joules;
  }
  static void work_for(Account& account) {
    const ThreadMembership member(account.threads());
    burn(kWork);
  }

  TemporaryFolder proc_;
  Strings strings_;
  ManualClock clock_;
  std::unique_ptr<Metering> metering_;
};

TEST_F(MeteringTest, SplitsBetweenTheTrialAndTheRest) {
  start(Watts(2));
  const auto account = metering_->open();
  work_for(*account);
  burn(kWork);
  pass(10, 80);
  const LedgerTotals totals = metering_->totals();
  EXPECT_EQ(totals.total, Joules(80));
  EXPECT_EQ(totals.idle, Joules(20));
  EXPECT_GT(totals.trials, Joules(0));
  EXPECT_GT(totals.overhead, Joules(0));
  EXPECT_NEAR((totals.trials + totals.overhead).value, 60.0, 60.0 * kRounding);
}

TEST_F(MeteringTest, CountsOnlyThreadsThatJoined) {
  start();
  const auto account = metering_->open();
  burn(kWork);
  pass(1, 10);
  EXPECT_EQ(account->reading().net.joules, Joules(0));
}

TEST_F(MeteringTest, CountsHelpersOfATrial) {
  start();
  const auto account = metering_->open();
  std::jthread([&] { work_for(*account); }).join();
  pass(1, 10);
  EXPECT_GT(account->reading().net.joules, Joules(0));
}

// A child's CPU time is the trial's: neither this process's overhead nor another program's.
TEST_F(MeteringTest, CountsAChildProcessOfATrialOnce) {
  constexpr Seconds kChildsWork{0.2};
  write_stat(proc_.path(), 2, Seconds(100));
  start();
  const auto account = metering_->open();
  const pid_t pid = fork();
  if (pid == 0) {
    burn(kChildsWork);
    _exit(0);
  }
  const auto child = std::make_shared<ProcessTree>(pid);
  {
    const ProcessMembership member(account->threads(), child);
    child->reap();
  }
  burn(kWork);
  write_stat(proc_.path(), 2, Seconds(100.4));  // twice what the child used
  pass(10, 100);
  const LedgerTotals totals = metering_->totals();
  const double used = account->threads().time().processes.value;
  // Clock ticks of 10 ms in 0.4 s, and this process's own 5 ms and more.
  EXPECT_NEAR(totals.trials.value, 100.0 * used / 0.4, 10.0);
  EXPECT_NEAR((totals.trials + totals.overhead + totals.idle).value, 100.0, 100.0 * kRounding);
  account->close();
  pass(10, 100);
  write_stat(proc_.path(), 2, Seconds(100.4));
  EXPECT_NEAR(metering_->totals().trials.value, totals.trials.value, 100.0 * kRounding);
}

TEST_F(MeteringTest, SharesByCpuTime) {
  start();
  const auto small = metering_->open();
  const auto large = metering_->open();
  work_for(*small);
  for (int i = 0; i < 3; ++i) work_for(*large);
  pass(1, 10);
  const double expected = large->threads().cpu_time() / small->threads().cpu_time();
  EXPECT_NEAR(large->reading().net.joules / small->reading().net.joules, expected,
              expected * kRounding);
}

TEST_F(MeteringTest, BooksOtherProgramsWithIdle) {
  write_stat(proc_.path(), 8, Seconds(100));
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(10, 80);
  write_stat(proc_.path(), 8, Seconds(150));
  // The trial had some 5 ms of 50 s.
  const LedgerTotals totals = metering_->totals();
  EXPECT_GT(totals.trials, Joules(0));
  EXPECT_LT(totals.trials + totals.overhead, Joules(1));
}

TEST_F(MeteringTest, UsesProcessTimeWhereTheMachinesIsUnreadable) {
  start();
  burn(kWork);
  pass(10, 80);
  EXPECT_EQ(metering_->totals().overhead, Joules(80));
}

TEST_F(MeteringTest, ReadsTheMeterWhenAnAccountCloses) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(3, 30);
  const AccountReading last = account->close();
  EXPECT_GT(last.net.joules, Joules(0));
  EXPECT_EQ(last.net.window, Seconds(3));
}

TEST_F(MeteringTest, RepeatsTheLastReadingOfAClosedAccount) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(3, 30);
  const AccountReading last = account->close();
  work_for(*account);
  pass(3, 30);
  EXPECT_EQ(account->reading().net, last.net);
  EXPECT_EQ(account->close(true).net, last.net);
}

TEST_F(MeteringTest, ChargesNobodyForTheTimeBeforeOpening) {
  start();
  pass(3, 30);
  const auto account = metering_->open();
  work_for(*account);
  pass(2, 20);
  EXPECT_LE(account->reading().net.joules, Joules(20));
  EXPECT_EQ(account->reading().net.window, Seconds(2));
}

TEST_F(MeteringTest, ClosesAnAccountThatIsDestroyed) {
  start();
  metering_->open().reset();
  const auto account = metering_->open();
  pass(1, 10);
  EXPECT_FALSE(account->reading().net.shared);
}

TEST_F(MeteringTest, MarksOverlappingAccountsAsShared) {
  start();
  const auto first = metering_->open();
  const auto second = metering_->open();
  pass(1, 10);
  EXPECT_TRUE(first->close().net.shared);
  EXPECT_TRUE(second->close().net.shared);
}

TEST_F(MeteringTest, MovesAFinalistToOverhead) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(1, 10);
  account->close(true);
  EXPECT_NEAR(metering_->totals().overhead.value, 10.0, 10.0 * kRounding);
  EXPECT_EQ(metering_->totals().trials, Joules(0));
}

TEST_F(MeteringTest, CoversFailedReadsWithTheNextGoodOne) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  strings_.broken = true;
  pass(4, 40);
  EXPECT_EQ(metering_->totals().total, Joules(0));
  strings_.broken = false;
  pass(1, 10);
  EXPECT_EQ(metering_->totals().total, Joules(50));
  EXPECT_EQ(account->reading().net.window, Seconds(5));
  EXPECT_GT(account->reading().net.joules, Joules(0));
}

TEST_F(MeteringTest, CountsFailuresAndKeepsTheReason) {
  start();
  EXPECT_FALSE(metering_->last_failure().has_value());
  strings_.broken = true;
  metering_->totals();
  metering_->totals();
  const auto failure = metering_->last_failure();
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->code, ErrorCode::kIo);
  EXPECT_THAT(failure->message, HasSubstr("2 reads"));
  EXPECT_THAT(failure->message, HasSubstr("the string is torn"));
}

// The first half's work is shared out although somebody asked before the counter moved.
TEST_F(MeteringTest, KeepsTheIntervalOpenUntilTheCounterMoves) {
  start();
  const auto early = metering_->open();
  const auto late = metering_->open();
  work_for(*early);
  pass(1, 0);
  metering_->totals();
  work_for(*late);
  pass(1, 10);
  EXPECT_GT(early->reading().net.joules, Joules(0));
  EXPECT_EQ(early->reading().net.window, Seconds(2));
}

TEST_F(MeteringTest, LeavesItsAccountsReadable) {
  start();
  const auto account = metering_->open();
  work_for(*account);
  pass(1, 10);
  metering_.reset();
  const Joules at_the_end = account->reading().net.joules;
  EXPECT_GT(at_the_end, Joules(0));
  EXPECT_EQ(account->close().net.joules, at_the_end);
}

/// Cycles that the test moves, the same for every thread that looks.
class CountedMetering : public MeteringTest {
 protected:
  void start_counted(std::shared_ptr<const PerfEvents> perf) {
    set(0);
    metering_ = start_metering(std::make_unique<Puppet>(strings_), clock_,
                               {.idle = Watts(0),
                                .sampler_thread = false,
                                .proc = proc_.path(),
                                .perf = std::move(perf)})
                    .value();
  }
  void set(std::uint64_t cycles) {
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, -1}, cycles);
  }
  /// Equal CPU time, but 1000 cycles in one and 3000 in the other.
  void work_differently(Account& slow, Account& fast) {
    set(0);
    {
      const ThreadMembership member(slow.threads());
      burn(kWork);
      set(1000);
    }
    set(0);
    const ThreadMembership member(fast.threads());
    burn(kWork);
    set(3000);
  }
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
};

TEST_F(CountedMetering, SharesByCyclesWhereAllAreCounted) {
  start_counted(perf_);
  const auto slow = metering_->open();
  const auto fast = metering_->open();
  work_differently(*slow, *fast);
  pass(1, 10);
  EXPECT_NEAR(fast->reading().net.joules / slow->reading().net.joules, 3.0, 3.0 * kRounding);
}

// What the trials have together is their CPU time's, whatever their cycles.
TEST_F(CountedMetering, LeavesTheSumOfTheTrialsToCpuTime) {
  start_counted(perf_);
  const auto slow = metering_->open();
  const auto fast = metering_->open();
  work_differently(*slow, *fast);
  burn(kWork);
  pass(1, 10);
  const LedgerTotals totals = metering_->totals();
  const Seconds trials = slow->threads().cpu_time() + fast->threads().cpu_time();
  const double ratio = trials / (trials + kWork);
  EXPECT_LT(totals.trials.value, 10.0 * ratio * (1 + kRounding));
  EXPECT_GT(totals.overhead, Joules(0));
  EXPECT_NEAR((totals.trials + totals.overhead).value, 10.0, 10.0 * kRounding);
}

TEST_F(CountedMetering, NeverMixesCyclesWithCpuTime) {
  int opened = 0;  // the first thread is refused, in both modes
  start_counted(std::make_shared<PickyPerf>(perf_, [&](const PerfEvent&) { return ++opened > 2; }));
  const auto slow = metering_->open();
  const auto fast = metering_->open();
  work_differently(*slow, *fast);
  pass(1, 10);
  const double expected = fast->threads().cpu_time() / slow->threads().cpu_time();
  EXPECT_NEAR(fast->reading().net.joules / slow->reading().net.joules, expected,
              expected * kRounding);
}

/// A meter of a processor and a graphics processor, both moved by the test.
class DevicePuppet final : public EnergyMeter {
 public:
  explicit DevicePuppet(Strings& strings) : strings_(strings) {}
  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override {
    const Joules joules(strings_.joules);
    return CumulativeEnergy{joules, joules, joules, {joules * 0.75, joules * 0.25}};
  }

 private:
  Strings& strings_;
  MeterInfo info_{.name = "puppet",
                  .source = Source::kReplayed,
                  .domains = {"gpu", "package"},
                  .resolution = Seconds(1),
                  .longest_gap = Seconds(0),
                  .idle = Watts(4),
                  .explanation = "moved by the test",
                  .parts = {"gpu-0", "package-0"}};
};

/// 100 J in 10 s: 75 J of the device with 2 W idle.
class DeviceMetering : public MeteringTest {
 protected:
  DeviceMetering() {
    metering_ =
        start_metering(std::make_unique<DevicePuppet>(strings_), clock_,
                       {.device_idle = Watts(2), .sampler_thread = false, .proc = proc_.path()})
            .value();
  }
};

TEST_F(DeviceMetering, BooksTheDeviceToThoseThatUseIt) {
  const auto user = metering_->open();
  const auto other = metering_->open();
  user->uses_device(true);
  pass(10, 100);
  EXPECT_NEAR(user->reading().net.joules.value, 55.0, 55.0 * kRounding);
  EXPECT_EQ(other->reading().net.joules, Joules(0));
  EXPECT_TRUE(user->reading().net.shared);
}

TEST_F(DeviceMetering, DividesTheDeviceEquallyByTime) {
  const auto first = metering_->open();
  const auto second = metering_->open();
  first->uses_device(true);
  second->uses_device(true);
  pass(10, 100);
  EXPECT_NEAR(first->reading().net.joules.value, 27.5, 27.5 * kRounding);
  EXPECT_NEAR(second->reading().net.joules.value, 27.5, 27.5 * kRounding);
}

// The counter stands still while one stops and goes on: their times in the open interval count.
TEST_F(DeviceMetering, CountsTheTimeOfUseInAnOpenInterval) {
  const auto whole = metering_->open();
  const auto part = metering_->open();
  whole->uses_device(true);
  part->uses_device(true);
  pass(1, 0);
  part->uses_device(true);  // said twice, counted once
  pass(1, 0);
  part->uses_device(false);
  pass(6, 0);
  part->uses_device(true);
  part->uses_device(false);
  pass(2, 100);
  EXPECT_NEAR(whole->reading().net.joules / part->reading().net.joules, 5.0, 5.0 * kRounding);
}

TEST_F(DeviceMetering, BooksTheDeviceAsOverheadWhenNobodyUsesIt) {
  const auto account = metering_->open();
  account->uses_device(true);
  account->uses_device(false);
  pass(10, 100);
  EXPECT_EQ(account->reading().net.joules, Joules(0));
  EXPECT_GE(metering_->totals().overhead, Joules(55.0 * (1 - kRounding)));
}

TEST_F(MeteringTest, TellsItsOwnCost) {
  start();
  EXPECT_EQ(metering_->cost().wall, Seconds(0));
  const auto account = metering_->open();
  const Seconds before = metering_->cost().cpu;
  burn(kWork);  // not the metering's
  pass(2, 20);
  account->reading();
  const MeteringCost cost = metering_->cost();
  EXPECT_EQ(cost.wall, Seconds(2));
  EXPECT_GT(cost.cpu, before);
  EXPECT_LE(cost.cpu, process_cpu_time());
}

TEST_F(MeteringTest, FailsWhenTheFirstReadFails) {
  strings_.broken = true;
  const auto metering = start_metering(std::make_unique<Puppet>(strings_), clock_,
                                       {.idle = Watts(0), .sampler_thread = false});
  EXPECT_EQ(metering.error().code, ErrorCode::kIo);
}

TEST_F(MeteringTest, RefusesAPeriodOfZeroAndNegativeIdlePower) {
  EXPECT_EQ(start_metering(std::make_unique<Puppet>(strings_), clock_, {.period = Seconds(0)})
                .error()
                .code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(
      start_metering(std::make_unique<Puppet>(strings_), clock_, {.idle = Watts(-1)}).error().code,
      ErrorCode::kInvalidArgument);
  EXPECT_EQ(start_metering(std::make_unique<Puppet>(strings_), clock_, {.device_idle = Watts(-1)})
                .error()
                .code,
            ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace wattle::energy
