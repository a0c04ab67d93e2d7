// SPDX-License-Identifier: MIT
#include "energy/metering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "energy/cpu_time.h"
#include "tests/energy/metering_fixture.h"

namespace wattle::energy {
namespace {

using testing::burn;
using ::testing::HasSubstr;
using testing::kRounding;
using testing::kWork;
using testing::MeteringTest;
using testing::Puppet;
using testing::write_stat;

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
