// SPDX-License-Identifier: MIT
#include "energy/process_tree.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <functional>
#include <thread>

#include "energy/clock.h"
#include "energy/thread_group.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;

constexpr Seconds kWork{0.1};
// Starting and ending a process, and the rounding of the kernel's sums to clock ticks of 10 ms, for
// the at most six processes of a test, on a machine that is busy with other tests.
constexpr Seconds kSlack{0.08};

/// A child that does `work` and ends.
pid_t start(const std::function<void()>& work) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  work();
  _exit(0);
}

/// In a child: does `work` in a child of its own and waits for that.
void in_child(const std::function<void()>& work) { waitpid(start(work), nullptr, 0); }

/// A child that goes when the test does.
class Child {
 public:
  explicit Child(const std::function<void()>& work)
      : pid_(start([&] {
          setpgid(0, 0);
          work();
          pause();
        })),
        tree_(std::make_shared<ProcessTree>(pid_)) {}
  ~Child() {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);  // before it made its group
    tree_->reap();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  const std::shared_ptr<ProcessTree>& tree() const { return tree_; }

 private:
  pid_t pid_;
  std::shared_ptr<ProcessTree> tree_;
};

/// A T that this process shares with those that it starts.
template <class T>
class SharedMemory {
 public:
  SharedMemory()
      : shared_(static_cast<T*>(
            mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  ~SharedMemory() { munmap(shared_, sizeof(T)); }
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;
  T& operator*() const { return *shared_; }
  T* operator->() const { return shared_; }

 private:
  T* shared_;
};

/// Ten seconds of patience: nothing is timed, but a child that does nothing ends the test.
template <class Done>
void wait_until(Done&& done) {
  for (int i = 0; i < 1000 && !done(); ++i) usleep(10'000);
}

Seconds used_by(const std::function<void()>& work) {
  ProcessTree tree(start(work));
  tree.reap();
  return tree.cpu_time();
}

void look_until_reaped(ProcessTree& tree, const std::function<void(Seconds)>& see) {
  std::atomic<bool> reaped = false;
  const std::jthread reaper([&] {
    tree.reap();
    reaped = true;
  });
  while (!reaped) {
    see(tree.cpu_time());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

TEST(ProcessTree, CountsItsRoot) {
  const Seconds used = used_by([] { burn(kWork); });
  EXPECT_GE(used, kWork);
  EXPECT_LE(used, kWork + kSlack);
}

TEST(ProcessTree, CountsDescendantsOnce) {
  const Seconds used = used_by([] {
    burn(kWork);
    in_child([] {
      burn(kWork);
      in_child([] { burn(kWork); });
    });
  });
  EXPECT_GE(used, kWork * 3.0);
  EXPECT_LE(used, kWork * 3.0 + kSlack);
}

TEST(ProcessTree, CountsADaemonThatTheRootTakesIn) {
  const Seconds used = used_by([] {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    in_child([] {
      setsid();
      start([] { burn(kWork); });  // its parent ends at once
    });
    while (wait(nullptr) > 0) {
    }
  });
  EXPECT_GE(used, kWork);
  EXPECT_LE(used, kWork + kSlack);
}

TEST(ProcessTree, NeverFallsAndNeverCountsTwice) {
  ProcessTree tree(start([] {
    for (int i = 0; i < 5; ++i) in_child([] { burn(kWork / 5.0); });
  }));
  Seconds before;
  look_until_reaped(tree, [&](Seconds now) {
    EXPECT_GE(now, before);
    before = now;
  });
  EXPECT_GE(tree.cpu_time(), kWork);
  EXPECT_LE(tree.cpu_time(), kWork + kSlack);
}

// Both ends of a family are seen at once: who has waited for whom is not.
TEST(ProcessTree, CountsAnOrphanOnceThatVanishesWithItsParent) {
  const SharedMemory<pid_t> group;
  const Child child([&] {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    start([&] {
      in_child([&] {
        setpgid(0, 0);
        *group = getpid();
        start([] {
          burn(kWork);
          pause();
        });
        pause();
      });
      pause();
    });
    while (wait(nullptr) > 0) {
    }
  });
  wait_until([&] { return child.tree()->cpu_time() >= kWork; });
  ASSERT_EQ(kill(-*group, SIGKILL), 0);
  wait_until([&] { return kill(-*group, 0) != 0; });
  EXPECT_GE(child.tree()->cpu_time(), kWork);
  EXPECT_LE(child.tree()->cpu_time(), kWork + kSlack);
}

TEST(ProcessTree, WhatCannotBeReadForAMomentIsNotGone) {
  const SharedMemory<std::atomic<bool>> go_on;
  const Child child([&] {
    in_child([&] {
      burn(kWork);
      while (!*go_on) usleep(1000);
      burn(kWork);
      pause();
    });
  });
  wait_until([&] { return child.tree()->cpu_time() >= kWork; });
  rlimit files{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
  const rlimit none{0, files.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  for (int i = 0; i < 3; ++i) EXPECT_GE(child.tree()->cpu_time(), kWork);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
  *go_on = true;
  wait_until([&] { return child.tree()->cpu_time() >= kWork * 2.0; });
  EXPECT_GE(child.tree()->cpu_time(), kWork * 2.0);
  EXPECT_LE(child.tree()->cpu_time(), kWork * 2.0 + kSlack);
}

// Looks are at least 20 ms apart, however many ask; without that nearly each would see the clock of
// a process at work at another time.
TEST(ProcessTree, ARecentLookServesMany) {
  const Child child([] { burn(Seconds(60)); });
  const SteadyClock clock;
  const Seconds begin = clock.now();
  Seconds before;
  int looks = 0;
  while (clock.now() - begin < Seconds(0.3)) {
    const Seconds now = child.tree()->recent_cpu_time();
    if (now > before) ++looks;
    before = now;
  }
  EXPECT_GT(looks, 0);
  EXPECT_LE(looks, (clock.now() - begin) / Seconds(0.02) + 1.0);
}

// The kernel forgets children whose parent ignores their end; what was seen of them stays.
TEST(ProcessTree, KeepsWhatItSawOfChildrenThatNobodyWaitsFor) {
  ProcessTree tree(start([] {
    std::signal(SIGCHLD, SIG_IGN);
    in_child([] {  // waits for its end, but is not told of it
      burn(kWork);
      usleep(200'000);
    });
  }));
  look_until_reaped(tree, [](Seconds) {});
  tree.reap();
  EXPECT_GE(tree.cpu_time(), kWork / 2.0);
  EXPECT_LE(tree.cpu_time(), kWork + kSlack);
}

TEST(ProcessTree, SeesAGrandchildAtWork) {
  const Child child([] {
    in_child([] {
      burn(kWork);
      pause();
    });
  });
  wait_until([&] { return child.tree()->cpu_time() >= kWork; });
  EXPECT_GE(child.tree()->cpu_time(), kWork);
  EXPECT_LE(child.tree()->cpu_time(), kWork + kSlack);
}

TEST(ProcessTree, MemoryIsThatOfItsDescendants) {
  constexpr std::size_t kBytes = std::size_t{64} << 20;
  const Child child([] {
    in_child([] {
      const std::vector<char> held(kBytes, 'x');
      pause();
    });
  });
  wait_until([&] { return child.tree()->resident_bytes() >= kBytes; });
  EXPECT_GE(child.tree()->resident_bytes(), kBytes);
}

TEST(ProcessTree, SharedMemoryIsMemory) {
  struct Much {
    std::array<char, std::size_t{64} << 20> bytes;
  };
  const SharedMemory<Much> shared;
  const Child child([&] {
    in_child([&] {
      shared->bytes.fill('x');
      pause();
    });
  });
  wait_until([&] { return child.tree()->resident_bytes() >= sizeof(Much); });
  EXPECT_GE(child.tree()->resident_bytes(), sizeof(Much));
}

TEST(ProcessTree, ReapingTwiceChangesNothing) {
  ProcessTree tree(start([] { burn(kWork); }));
  tree.reap();
  const Seconds used = tree.cpu_time();
  tree.reap();
  EXPECT_EQ(tree.cpu_time(), used);
}

TEST(ThreadGroup, CountsProcessesOnlyBetweenJoiningAndLeaving) {
  const Child child([] { burn(kWork); });
  wait_until([&] { return child.tree()->cpu_time() >= kWork; });
  ThreadGroup late;
  {
    const ProcessMembership outer(late, child.tree());
    const ProcessMembership inner(late, child.tree());
  }
  EXPECT_LE(late.time().processes, kSlack);
}

TEST(ThreadGroup, TellsThreadsFromProcesses) {
  ThreadGroup group;
  const auto tree = std::make_shared<ProcessTree>(start([] { burn(kWork); }));
  {
    const ProcessMembership member(group, tree);
    tree->reap();
  }
  EXPECT_EQ(group.time().threads, Seconds(0));
  EXPECT_GE(group.time().processes, kWork - kSlack);
  EXPECT_EQ(group.cpu_time(), group.time().processes);
}

}  // namespace
}  // namespace wattle::energy
