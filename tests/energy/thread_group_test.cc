// SPDX-License-Identifier: MIT
#include "energy/thread_group.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "energy/cpu_time.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;

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

}  // namespace
}  // namespace wattle::energy
