// SPDX-License-Identifier: MIT
// How metering divides: by cycles where they are counted, and a device by the time of its use.
#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include "tests/energy/fake_perf.h"
#include "tests/energy/metering_fixture.h"
#include "tests/energy/picky_perf.h"

namespace wattle::energy {
namespace {

using testing::burn;
using testing::FakePerf;
using testing::kRounding;
using testing::kWork;
using testing::MeteringTest;
using testing::PickyPerf;
using testing::Puppet;
using testing::Strings;

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

}  // namespace
}  // namespace wattle::energy
