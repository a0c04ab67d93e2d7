// SPDX-License-Identifier: MIT
#include "energy/process_tree.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <thread>

#include "energy/thread_group.h"
#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::burn;

constexpr Seconds kWork{0.1};
// Starting and ending a process, and the rounding of the kernel's sums to clock ticks of 10 ms, for
// the at most three processes of a test, on a machine that is busy with other tests.
constexpr Seconds kSlack{0.05};

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
  std::jthread reaper([&] { tree.reap(); });
  for (int i = 0; i < 40; ++i) {
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

// The kernel forgets children whose parent ignores their end; what was seen of them stays.
TEST(ProcessTree, KeepsWhatItSawOfChildrenThatNobodyWaitsFor) {
  ProcessTree tree(start([] {
    std::signal(SIGCHLD, SIG_IGN);
    start([] { burn(kWork); });
    sleep(1);
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
