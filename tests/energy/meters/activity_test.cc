// SPDX-License-Identifier: MIT
#include "energy/meters/activity.h"

#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include "tests/energy/fake_perf.h"
#include "tests/energy/picky_perf.h"

namespace wattle::energy {
namespace {

using testing::FakePerf;
using testing::PickyPerf;

TEST(ActivityCorrection, IsOneForOneInstructionACycleAtTheBaseFrequency) {
  EXPECT_DOUBLE_EQ(activity_correction({.cycles = 4e9, .instructions = 4e9}, Seconds(2), 2e9), 1.0);
}

TEST(ActivityCorrection, FollowsFrequencyAndInstructions) {
  EXPECT_DOUBLE_EQ(activity_correction({.cycles = 2.4e9, .instructions = 2.4e9}, Seconds(1), 2e9),
                   1.2);
  EXPECT_DOUBLE_EQ(activity_correction({.cycles = 2e9, .instructions = 4e9}, Seconds(1), 2e9),
                   1.25);
}

TEST(ActivityCorrection, LeavesOutAFrequencyThatIsNotKnown) {
  EXPECT_DOUBLE_EQ(
      activity_correction({.cycles = 9e9, .instructions = 9e9}, Seconds(1), std::nullopt), 1.0);
}

TEST(ActivityCorrection, StaysInItsLimits) {
  EXPECT_EQ(activity_correction({.cycles = 1e6, .instructions = 1e6}, Seconds(1), 2e9), 0.5);
  EXPECT_EQ(activity_correction({.cycles = 9e9, .instructions = 9e9}, Seconds(1), 2e9), 1.5);
  EXPECT_EQ(activity_correction({}, Seconds(1), 2e9), 1.0);
}

class ActivityTest : public ::testing::Test {
 protected:
  static constexpr double kHertz = 1e9;
  void set(int cpu, std::uint64_t cycles, std::uint64_t instructions, std::uint64_t misses) {
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, cpu}, cycles);
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, cpu}, instructions);
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES, cpu}, misses);
  }
  ActivityMonitor machine(bool with_misses = true) {
    set(0, 0, 0, 0);
    return {CpuCounters::open(*perf_, {0}, with_misses), kHertz, Seconds(0)};
  }
  ActivityMonitor process() {
    set(-1, 0, 0, 0);
    const PickyPerf picky(perf_, [](const PerfEvent& event) { return event.pid != -1; });
    return {CpuCounters::open(picky, {0}, false), kHertz, Seconds(0)};
  }
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
};

TEST_F(ActivityTest, SpeaksForTheWholeMachine) {
  ActivityMonitor activity = machine();
  set(0, 1'200'000'000, 1'200'000'000, 1000);
  const Activity seen = activity.read(Seconds(2), {Seconds(0.25), Seconds(0.75)});
  EXPECT_DOUBLE_EQ(seen.correction, 1.2);
  EXPECT_DOUBLE_EQ(seen.bytes_per_second.value(), 32'000.0);
}

TEST_F(ActivityTest, KeepsTheRatesInsideAWindow) {
  ActivityMonitor activity = machine();
  EXPECT_EQ(activity.read(Seconds(0.05), {Seconds(0.05), {}}).bytes_per_second, 0.0);
  set(0, 500'000'000, 500'000'000, 1000);
  const Activity first = activity.read(Seconds(1), {Seconds(1), {}});
  set(0, 5'000'000'000, 5'000'000'000, 9000);
  const Activity again = activity.read(Seconds(1.05), {Seconds(1.05), {}});
  EXPECT_EQ(again.correction, first.correction);
  EXPECT_EQ(again.bytes_per_second, first.bytes_per_second);
}

// Two instructions a cycle. The cycles may be those of child processes, or lack the kernel's, so
// they tell no frequency.
TEST_F(ActivityTest, SpeaksForOwnWorkAlone) {
  ActivityMonitor activity = process();
  set(-1, 1'400'000'000, 2'800'000'000, 0);
  const Activity seen = activity.read(Seconds(4), {Seconds(1), Seconds(3)});
  EXPECT_DOUBLE_EQ(seen.correction, 0.25 * 1.25 + 0.75);
  EXPECT_EQ(seen.bytes_per_second, std::nullopt);
}

TEST_F(ActivityTest, IsNeutralWhenNobodyComputes) {
  ActivityMonitor activity = machine();
  EXPECT_EQ(activity.read(Seconds(1), {}).correction, 1.0);
}

TEST_F(ActivityTest, GoesBackToTheCurveWhenACounterFails) {
  ActivityMonitor activity = machine();
  set(0, 1'400'000'000, 1'400'000'000, 5);
  activity.read(Seconds(1), {Seconds(1), {}});
  perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 0},
             Result<PerfCount>(fail(ErrorCode::kIo, "gone")));
  const Activity seen = activity.read(Seconds(2), {Seconds(2), {}});
  EXPECT_EQ(seen.correction, 1.0);
  EXPECT_EQ(seen.bytes_per_second, std::nullopt);
  EXPECT_EQ(activity.read(Seconds(3), {Seconds(3), {}}).correction, 1.0);
}

TEST_F(ActivityTest, KeepsTheLastRatesWhenACounterHadNoTurn) {
  ActivityMonitor activity = machine(false);
  set(0, 1'400'000'000, 1'400'000'000, 0);
  activity.read(Seconds(1), {Seconds(1), {}});
  perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, 0},
             PerfCount{1'400'000'000, Seconds(2), Seconds(1)});
  EXPECT_DOUBLE_EQ(activity.read(Seconds(2), {Seconds(2), {}}).correction, 1.4);
}

}  // namespace
}  // namespace wattle::energy
