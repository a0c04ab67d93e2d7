// SPDX-License-Identifier: MIT
#include "energy/shell_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/energy/support.h"

namespace wattle::energy {
namespace {

using ::testing::HasSubstr;

constexpr Seconds kEnough{60.0};
constexpr Seconds kShort{0.05};

/// Neither gone nor a zombie.
bool lives(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string text;
  std::getline(file, text);
  return !text.empty() && text.find(") Z") == std::string::npos;
}

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

TEST(RunShell, KillsTheChildrenOfWhatItEnds) {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "pid";
  const std::string flood = "; while true; do echo 0123456789; done";
  ASSERT_FALSE(run_shell("sleep 1000 & echo $! > " + file.string() + flood, kEnough));
  pid_t child = 0;
  std::ifstream(file) >> child;
  ASSERT_GT(child, 0);
  // It dies in its own time, and is a zombie until its new parent looks.
  for (int i = 0; i < 10'000 && lives(child); ++i) ::usleep(1000);
  EXPECT_FALSE(lives(child));
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
