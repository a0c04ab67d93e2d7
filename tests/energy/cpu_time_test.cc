// SPDX-License-Identifier: MIT
#include "energy/cpu_time.h"

#include <gtest/gtest.h>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::TemporaryFolder;
using testing::write_file;
using testing::write_stat;

constexpr double kRounding = 1e-9;

TEST(MachineCpu, SumsWhatIsWorkAndNothingElse) {
  const TemporaryFolder proc;
  // user nice system idle iowait irq softirq steal guest guest_nice, in ticks of 10 ms
  write_file(proc.path() / "stat", "cpu  100 20 300 9999 8888 4 50 7777 66 5\ncpu0 1 1 1 1\n");
  EXPECT_NEAR(read_machine_cpu(proc.path())->busy.value, 4.74, kRounding);
}

TEST(MachineCpu, CountsOnlineCpus) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 12, Seconds(3));
  EXPECT_EQ(read_machine_cpu(proc.path())->online, 12);
}

TEST(MachineCpu, TellsAbsentFromUnintelligible) {
  const TemporaryFolder proc;
  EXPECT_EQ(read_machine_cpu(proc.path()).error().code, ErrorCode::kUnavailable);
  write_file(proc.path() / "stat", "cpu  one two\n");
  EXPECT_EQ(read_machine_cpu(proc.path()).error().code, ErrorCode::kCorrupt);
}

TEST(MachineCpu, ReadsThisMachine) {
  const auto machine = read_machine_cpu("/proc");
  if (!machine) GTEST_SKIP() << "skipped: " << machine.error().message;
  EXPECT_GT(machine->busy, Seconds(0));
  EXPECT_GE(machine->online, 1);
}

TEST(CpuMonitor, SeesThisProcessWorkAtOnce) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 2, Seconds(10));
  CpuMonitor monitor(proc.path(), Seconds(0));
  testing::burn(Seconds(0.01));
  EXPECT_GE(monitor.read(Seconds(0.01)).process, Seconds(0.01));
}

TEST(CpuMonitor, SplitsTheMachinesTime) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 8, Seconds(10));
  CpuMonitor monitor(proc.path(), Seconds(0));
  write_stat(proc.path(), 8, Seconds(40));
  const CpuTimes cpu = monitor.read(Seconds(10));
  EXPECT_NEAR((cpu.process + cpu.others).value, 30.0, kRounding);
}

TEST(CpuMonitor, NeverFallsWhenTheMachinesClockLags) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 2, Seconds(10));
  CpuMonitor monitor(proc.path(), Seconds(0));
  write_stat(proc.path(), 2, Seconds(12));
  const Seconds before = monitor.read(Seconds(1)).others;
  write_stat(proc.path(), 2, Seconds(11.5));
  EXPECT_EQ(monitor.read(Seconds(2)).others, before);
}

TEST(CpuMonitor, SpreadsTheOthersWorkBetweenWindows) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 8, Seconds(10));
  CpuMonitor monitor(proc.path(), Seconds(0));
  write_stat(proc.path(), 8, Seconds(14));
  const Seconds first = monitor.read(Seconds(1)).others;  // 4 s in 1 s, less this process's part
  const Seconds later = monitor.read(Seconds(1.05)).others;
  EXPECT_NEAR((later - first).value, 0.05 * first.value, kRounding);
}

TEST(CpuMonitor, PutsRightWhatItSpreadTooFar) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 8, Seconds(10));
  CpuMonitor monitor(proc.path(), Seconds(0));
  write_stat(proc.path(), 8, Seconds(14));
  monitor.read(Seconds(1));
  monitor.read(Seconds(1.05));  // supposes 0.2 s of work that does not come
  write_stat(proc.path(), 8, Seconds(15));
  const CpuTimes cpu = monitor.read(Seconds(2));
  EXPECT_NEAR((cpu.process + cpu.others).value, 5.0, kRounding);
}

TEST(CpuMonitor, SeesNewWorkAlthoughTheMachinesClockIsSlow) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 2, Seconds(100));
  CpuMonitor monitor(proc.path(), Seconds(0));
  write_stat(proc.path(), 2, Seconds(40));  // far behind
  monitor.read(Seconds(1));
  write_stat(proc.path(), 2, Seconds(42));
  // What one window of both CPUs may hold back, and what this process used meanwhile.
  EXPECT_GE(monitor.read(Seconds(2)).others, Seconds(2.0 - 0.2 - 0.1));
}

TEST(CpuMonitor, CatchesUpAfterTheMachineWasUnreadable) {
  const TemporaryFolder proc;
  write_stat(proc.path(), 8, Seconds(10));
  CpuMonitor monitor(proc.path(), Seconds(0));
  std::filesystem::remove(proc.path() / "stat");
  EXPECT_EQ(monitor.read(Seconds(1)).others, Seconds(0));
  write_stat(proc.path(), 8, Seconds(16));
  const CpuTimes cpu = monitor.read(Seconds(2));
  EXPECT_NEAR((cpu.process + cpu.others).value, 6.0, kRounding);
}

}  // namespace
}  // namespace wattle::energy
