// SPDX-License-Identifier: MIT
#include "energy/gpu/guardian.h"

#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using testing::TemporaryFolder;
using testing::write_file;

class GuardianProcess : public ::testing::Test {
 protected:
  auto act() const {
    return [mark = mark()] { write_file(mark, "acted"); };
  }
  std::filesystem::path mark() const { return folder_.path() / "mark"; }
  bool acted() const { return std::filesystem::exists(mark()); }

  TemporaryFolder folder_;
};

TEST_F(GuardianProcess, ActsWhenItIsLeft) {
  Guardian::start(act()).value().reset();
  EXPECT_TRUE(acted());
}

TEST_F(GuardianProcess, DoesNothingWhenItWasDismissed) {
  auto guardian = Guardian::start(act()).value();
  guardian->dismiss();
  guardian.reset();
  EXPECT_FALSE(acted());
}

TEST_F(GuardianProcess, IsWaitedFor) {
  Guardian::start(act()).value().reset();
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

// A lock taken with flock belongs to every copy of the open file.
TEST_F(GuardianProcess, HoldsNoFileOfOurs) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  auto guardian = Guardian::start(act()).value();
  ::close(pipe[1]);
  char byte = 0;
  EXPECT_EQ(::read(pipe[0], &byte, 1), 0) << "the end of the file, for no writer is left";
  ::close(pipe[0]);
  guardian->dismiss();
}

TEST_F(GuardianProcess, GuardsBesideAnother) {
  auto first = Guardian::start(act()).value();
  auto second = Guardian::start([] {}).value();
  first.reset();
  EXPECT_TRUE(acted());
  second->dismiss();
}

}  // namespace
}  // namespace wattle::energy
