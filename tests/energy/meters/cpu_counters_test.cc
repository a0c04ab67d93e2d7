// SPDX-License-Identifier: MIT
#include "energy/meters/cpu_counters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include "tests/energy/fake_perf.h"
#include "tests/energy/picky_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::ElementsAre;
using testing::FakePerf;
using testing::PickyPerf;
using testing::TemporaryFolder;
using testing::write_file;

using Scope = CpuCounters::Scope;
constexpr std::uint64_t kCycles = PERF_COUNT_HW_CPU_CYCLES;
constexpr std::uint64_t kInstructions = PERF_COUNT_HW_INSTRUCTIONS;
constexpr std::uint64_t kMisses = PERF_COUNT_HW_CACHE_MISSES;

FakePerf::Key key(std::uint64_t config, int cpu) { return {PERF_TYPE_HARDWARE, config, cpu}; }

void set_all(FakePerf& perf, int cpu, std::uint64_t cycles, std::uint64_t instructions,
             std::uint64_t misses) {
  perf.set(key(kCycles, cpu), cycles);
  perf.set(key(kInstructions, cpu), instructions);
  perf.set(key(kMisses, cpu), misses);
}

TEST(OnlineCpus, ReadsRangesAndSingles) {
  const TemporaryFolder folder;
  write_file(folder.path() / "devices/system/cpu/online", "0-2,5,7-8\n");
  EXPECT_THAT(online_cpus(folder.path(), 4), ElementsAre(0, 1, 2, 5, 7, 8));
}

TEST(OnlineCpus, CountsFromZeroWithoutAList) {
  const TemporaryFolder folder;
  EXPECT_THAT(online_cpus(folder.path(), 3), ElementsAre(0, 1, 2));
  write_file(folder.path() / "devices/system/cpu/online", "all\n");
  EXPECT_THAT(online_cpus(folder.path(), 2), ElementsAre(0, 1));
  write_file(folder.path() / "devices/system/cpu/online", "0-many\n");
  EXPECT_THAT(online_cpus(folder.path(), 1), ElementsAre(0));
}

TEST(CpuCounters, SumTheWholeMachine) {
  FakePerf perf;
  set_all(perf, 0, 100, 200, 10);
  set_all(perf, 3, 1000, 2000, 20);
  CpuCounters counters = CpuCounters::open(perf, {0, 3}, true);
  EXPECT_EQ(counters.scope(), Scope::kMachine);
  EXPECT_TRUE(counters.counts_misses());
  EXPECT_EQ(counters.reason(), "");
  set_all(perf, 0, 110, 230, 11);
  set_all(perf, 3, 1050, 2060, 27);
  const CounterDelta counted = counters.read().value().value();
  EXPECT_DOUBLE_EQ(counted.cycles, 60.0);
  EXPECT_DOUBLE_EQ(counted.instructions, 90.0);
  EXPECT_DOUBLE_EQ(counted.misses, 8.0);
}

TEST(CpuCounters, LeaveOutMissesThatMeanSomethingElse) {
  FakePerf perf;
  set_all(perf, 0, 1, 1, 1);
  CpuCounters counters = CpuCounters::open(perf, {0}, false);
  EXPECT_EQ(counters.scope(), Scope::kMachine);
  EXPECT_FALSE(counters.counts_misses());
  set_all(perf, 0, 2, 2, 2);
  EXPECT_EQ(counters.read().value().value().misses, 0.0);
}

TEST(CpuCounters, CountOwnWorkWhereTheMachineIsForbidden) {
  const auto perf = std::make_shared<FakePerf>();
  set_all(*perf, 0, 1, 1, 1);
  set_all(*perf, -1, 100, 100, 100);
  CpuCounters counters = CpuCounters::open(
      PickyPerf(perf, [](const PerfEvent& event) { return event.pid != -1; }), {0}, true);
  EXPECT_EQ(counters.scope(), Scope::kProcess);
  EXPECT_FALSE(perf->opened().back().user_only);
  EXPECT_FALSE(counters.counts_misses());
  EXPECT_EQ(counters.reason(), "not for this user");
  EXPECT_TRUE(perf->opened().back().inherit);
  set_all(*perf, -1, 150, 170, 100);
  EXPECT_DOUBLE_EQ(counters.read().value().value().instructions, 70.0);
}

TEST(CpuCounters, CountUserModeWhereTheKernelsIsForbidden) {
  const auto perf = std::make_shared<FakePerf>();
  set_all(*perf, -1, 100, 100, 100);
  const CpuCounters counters = CpuCounters::open(
      PickyPerf(perf, [](const PerfEvent& event) { return event.user_only; }), {0}, true);
  EXPECT_EQ(counters.scope(), Scope::kProcess);
  EXPECT_TRUE(perf->opened().back().user_only);
}

TEST(CpuCounters, SayWhyThereAreNone) {
  const FakePerf perf;
  const CpuCounters counters = CpuCounters::open(perf, {0}, true);
  EXPECT_EQ(counters.scope(), Scope::kNone);
  EXPECT_EQ(counters.reason(), "this machine has no such performance counter");
}

// Half of the time in the interval, whatever the ratio before.
TEST(CpuCounters, ScaleACountThatTookTurns) {
  FakePerf perf;
  perf.set(key(kCycles, 0), PerfCount{1000, Seconds(10), Seconds(10)});
  perf.set(key(kInstructions, 0), PerfCount{1000, Seconds(10), Seconds(1)});
  CpuCounters counters = CpuCounters::open(perf, {0}, false);
  perf.set(key(kCycles, 0), PerfCount{1100, Seconds(12), Seconds(11)});
  perf.set(key(kInstructions, 0), PerfCount{1030, Seconds(12), Seconds(3)});
  const CounterDelta counted = counters.read().value().value();
  EXPECT_DOUBLE_EQ(counted.cycles, 200.0);
  EXPECT_DOUBLE_EQ(counted.instructions, 30.0);
}

TEST(CpuCounters, TellNothingOfAnIntervalWithoutATurn) {
  FakePerf perf;
  set_all(perf, 0, 1, 1, 1);
  CpuCounters counters = CpuCounters::open(perf, {0}, false);
  perf.set(key(kCycles, 0), PerfCount{1, Seconds(2), Seconds(1)});
  EXPECT_EQ(counters.read().value(), std::nullopt);
  EXPECT_EQ(counters.scope(), Scope::kMachine);
}

TEST(CpuCounters, CloseWhenOneFails) {
  FakePerf perf;
  set_all(perf, 0, 1, 1, 1);
  CpuCounters counters = CpuCounters::open(perf, {0}, true);
  perf.set(key(kMisses, 0), Result<PerfCount>(fail(ErrorCode::kIo, "gone")));
  EXPECT_EQ(counters.read().error().code, ErrorCode::kIo);
  EXPECT_EQ(counters.scope(), Scope::kNone);
  EXPECT_FALSE(counters.counts_misses());
}

TEST(CpuCounters, LeaveFilesForOthers) {
  const FakePerf perf;
  const std::vector<int> very_many(10'000'000, 0);
  EXPECT_THAT(CpuCounters::open(perf, very_many, true).reason(),
              ::testing::HasSubstr("too many open files"));
}

}  // namespace
}  // namespace wattle::energy
