// SPDX-License-Identifier: MIT
#include "search/store/worker_identity.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wattle::search {
namespace {

TEST(WorkerIdentity, OfThisProcessIsThere) {
  EXPECT_EQ(is_there(WorkerIdentity::of_this_process()), true);
}

TEST(WorkerIdentity, ComesBackFromJson) {
  const WorkerIdentity self = WorkerIdentity::of_this_process();
  EXPECT_EQ(WorkerIdentity::from_json(self.json()).json(), self.json());
  EXPECT_EQ(self.process, ::getpid());
}

TEST(WorkerIdentity, OfAnotherProcessWithTheSameNumberIsGone) {
  WorkerIdentity other = WorkerIdentity::of_this_process();
  other.started += 1;
  EXPECT_EQ(is_there(other), false);
}

TEST(WorkerIdentity, ThatCannotBeSeenFromHereMayBeThere) {
  WorkerIdentity far = WorkerIdentity::of_this_process();
  far.started += 1;
  far.boot = "another machine's";
  EXPECT_EQ(is_there(far), std::nullopt);
  WorkerIdentity contained = WorkerIdentity::of_this_process();
  contained.started += 1;
  contained.process_namespace = "pid:[1]";
  EXPECT_EQ(is_there(contained), std::nullopt);
}

TEST(WorkerIdentity, IsGoneWhenTheProcessHasEndedEvenIfNobodyAskedHow) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ASSERT_GT(child, 0);
  WorkerIdentity worker = WorkerIdentity::of_this_process();
  worker.process = child;
  siginfo_t ended;
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
  EXPECT_EQ(is_there(worker), false) << "a zombie";
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(is_there(worker), false);
}

}  // namespace
}  // namespace wattle::search
