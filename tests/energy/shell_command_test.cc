// SPDX-License-Identifier: MIT
#include "energy/shell_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <fstream>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::HasSubstr;

constexpr Seconds kEnough{60.0};
constexpr Seconds kShort{0.05};

TEST(RunShell, ReturnsWhatIsPrinted) {
  EXPECT_EQ(run_shell("echo 12; echo 13", kEnough).value(), "12\n13\n");
}

TEST(RunShell, KeepsTheMessagesOut) {
  EXPECT_EQ(run_shell("echo oops >&2; echo 12", kEnough).value(), "12\n");
}

TEST(RunShell, GivesNothingToRead) { EXPECT_EQ(run_shell("cat", kEnough).value(), ""); }

TEST(RunShell, NamesTheStatus) {
  const auto result = run_shell("echo 12; exit 3", kEnough);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("ended with status 3"));
}

TEST(RunShell, NamesTheSignal) {
  const auto result = run_shell("kill -9 $$", kEnough);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("signal 9"));
}

TEST(RunShell, KillsWhatIsLateAndWaitsForIt) {
  const auto result = run_shell("sleep 1000", kShort);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("not done in time"));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

TEST(RunShell, KillsTheChildrenOfWhatIsLate) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "pid";
  ASSERT_FALSE(run_shell("sleep 1000 & echo $! > " + file.string() + "; wait", Seconds(1)));
  pid_t child = 0;
  std::ifstream(file) >> child;
  ASSERT_GT(child, 0);
  // It may be a zombie for a moment, until its new parent looks.
  for (int i = 0; i < 10'000 && ::kill(child, 0) == 0; ++i) {
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    std::string text;
    std::getline(stat, text);
    if (text.find(") Z") != std::string::npos) break;
    usleep(1000);
  }
  std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
  std::string text;
  std::getline(stat, text);
  EXPECT_TRUE(text.empty() || text.find(") Z") != std::string::npos) << text;
}

TEST(RunShell, KillsWhatClosedItsOutputAndStays) {
  const auto result = run_shell("exec >&-; sleep 1000", kShort);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("not done in time"));
}

TEST(RunShell, RefusesAFloodOfText) {
  const auto result = run_shell("while true; do echo 0123456789; done", kEnough);
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("more than 4 KiB"));
}

TEST(RunShell, SaysThatACommandIsNotThere) {
  EXPECT_THAT(run_shell("no-such-command-here", kEnough).error().message, HasSubstr("status 127"));
}

}  // namespace
}  // namespace wattle::energy
