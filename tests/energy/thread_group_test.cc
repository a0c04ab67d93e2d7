// SPDX-License-Identifier: MIT
#include "energy/thread_group.h"

#include <gtest/gtest.h>
#include <linux/perf_event.h>

#include <latch>
#include <thread>

#include "energy/cpu_time.h"
#include "tests/energy/fake_perf.h"
#include "tests/energy/picky_perf.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;
using testing::FakePerf;
using testing::PickyPerf;

constexpr Seconds kWork{0.02};

/// CPU time that this process uses while `work` runs: an upper bound for any group's share.
template <class Work>
Seconds process_time_of(Work&& work) {
  const Seconds start = process_cpu_time();
  work();
  return process_cpu_time() - start;
}

TEST(ThreadGroup, IsZeroBeforeAnyoneJoins) {
  const ThreadGroup group;
  burn(Seconds(1e-3));
  EXPECT_EQ(group.cpu_time(), Seconds(0));
}

TEST(ThreadGroup, CountsOnlyBetweenJoiningAndLeaving) {
  ThreadGroup group;
  burn(kWork);
  const Seconds most = process_time_of([&] {
    const ThreadMembership member(group);
    burn(kWork);
  });
  burn(kWork);
  EXPECT_GE(group.cpu_time(), kWork);
  EXPECT_LE(group.cpu_time(), most);
}

TEST(ThreadGroup, CountsAThreadThatIsStillAMember) {
  ThreadGroup group;
  const ThreadMembership member(group);
  burn(kWork);
  EXPECT_GE(group.cpu_time(), kWork);
}

TEST(ThreadGroup, CountsNestedMembershipsOnce) {
  ThreadGroup group;
  const Seconds most = process_time_of([&] {
    const ThreadMembership outer(group);
    const ThreadMembership inner(group);
    burn(kWork);
  });
  EXPECT_GE(group.cpu_time(), kWork);
  EXPECT_LE(group.cpu_time(), most);
}

TEST(ThreadGroup, KeepsTheOuterMembershipWhenTheInnerEnds) {
  ThreadGroup group;
  const ThreadMembership outer(group);
  { const ThreadMembership inner(group); }
  burn(kWork);
  EXPECT_GE(group.cpu_time(), kWork);
}

TEST(ThreadGroup, IgnoresAThreadThatLeavesWithoutHavingJoined) {
  ThreadGroup group;
  group.leave_current_thread();
  const ThreadMembership member(group);
  burn(kWork);
  EXPECT_GE(group.cpu_time(), kWork);
}

TEST(ThreadGroup, SumsItsThreads) {
  ThreadGroup group;
  const Seconds most = process_time_of([&] {
    std::jthread one([&] {
      const ThreadMembership member(group);
      burn(kWork);
    });
    std::jthread two([&] {
      const ThreadMembership member(group);
      burn(kWork);
    });
  });
  EXPECT_GE(group.cpu_time(), 2.0 * kWork);
  EXPECT_LE(group.cpu_time(), most);
}

TEST(ThreadGroup, SeesAnotherThreadAtWork) {
  ThreadGroup group;
  std::latch worked(1);
  std::latch seen(1);
  std::jthread worker([&] {
    const ThreadMembership member(group);
    burn(kWork);
    worked.count_down();
    seen.wait();
  });
  worked.wait();
  EXPECT_GE(group.cpu_time(), kWork);
  seen.count_down();
}

TEST(ThreadGroup, LeavesOutThreadsThatDidNotJoin) {
  ThreadGroup group;
  const ThreadMembership member(group);
  std::jthread([] { burn(kWork); }).join();
  // Waiting costs this thread less than the other one's work.
  EXPECT_LT(group.cpu_time(), kWork);
}

/// A group whose threads' counters the test moves.
class CountedGroup : public ::testing::Test {
 protected:
  void set(std::uint64_t cycles) {
    perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, -1}, cycles);
  }
  std::shared_ptr<FakePerf> perf_ = std::make_shared<FakePerf>();
};

TEST_F(CountedGroup, CountsCyclesBetweenJoiningAndLeaving) {
  ThreadGroup group(perf_);
  set(100);
  {
    const ThreadMembership member(group);
    set(130);
    EXPECT_EQ(group.time().cycles, 30.0);
    set(150);
  }
  set(1000);
  EXPECT_EQ(group.time().cycles, 50.0);
  EXPECT_EQ(group.time().uncounted, Seconds(0));
  EXPECT_FALSE(perf_->opened().front().inherit);
  EXPECT_FALSE(perf_->opened().front().user_only);
}

TEST_F(CountedGroup, CountsUserModeWhereTheKernelsIsForbidden) {
  ThreadGroup group(
      std::make_shared<PickyPerf>(perf_, [](const PerfEvent& event) { return event.user_only; }));
  set(100);
  const ThreadMembership member(group);
  set(130);
  EXPECT_EQ(group.time().cycles, 30.0);
}

TEST_F(CountedGroup, TellsHowMuchIsUncounted) {
  ThreadGroup group(perf_);  // which has no such counter
  for (int i = 0; i < 3; ++i) {
    const ThreadMembership member(group);
    burn(Seconds(1e-3));
  }
  const GroupTime used = group.time();
  EXPECT_EQ(used.uncounted, used.threads);
  EXPECT_EQ(used.cycles, 0.0);
  EXPECT_EQ(perf_->opened().size(), 2U) << "a refusal is asked for once in either mode";
}

TEST_F(CountedGroup, TellsThatACounterFails) {
  ThreadGroup group(perf_);
  set(100);
  const ThreadMembership member(group);
  burn(Seconds(1e-3));
  perf_->set({PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, -1},
             Result<PerfCount>(fail(ErrorCode::kIo, "gone")));
  EXPECT_GE(group.time().uncounted, Seconds(1e-3));
}

TEST_F(CountedGroup, CountsNothingWithoutPerf) {
  ThreadGroup group;
  const ThreadMembership member(group);
  burn(Seconds(1e-3));
  EXPECT_GE(group.time().uncounted, Seconds(1e-3));
}

}  // namespace
}  // namespace wattle::energy
