// SPDX-License-Identifier: MIT
// How a program ends, and that nothing of it is left.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "search/process/child_program.h"
#include "tests/search/process/shell_program.h"

namespace wattle::search {
namespace {

using test::read_to_end;
using test::shell;
using test::started;

bool is_alive(pid_t pid) { return ::kill(pid, 0) == 0; }

/// Ten seconds of patience.
bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) usleep(10'000);
  return condition();
}

/// Reads numbers of processes, one a line.
std::vector<pid_t> read_pids(const Descriptor& output, std::size_t count) {
  std::string text;
  while (static_cast<std::size_t>(std::ranges::count(text, '\n')) < count) {
    pollfd source{output.get(), POLLIN, 0};
    ::poll(&source, 1, -1);
    if (read_some(output, text) == ReadEnd::kEnd) break;
  }
  std::istringstream lines(text);
  std::vector<pid_t> pids;
  for (pid_t pid = 0; lines >> pid;) pids.push_back(pid);
  return pids;
}

constexpr const char* kFamily =
    "echo $$; sleep 1000 & echo $!; setsid sh -c 'echo $$; sleep 1000' & wait";

TEST(ProgramEnd, MayEndInOrderWhenToldTo) {
  const auto program =
      started(shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done"));
  std::string text;
  while (text.empty()) read_some(program->output(), text);
  program->terminate();
  EXPECT_EQ(program->wait()->status, 3);
  EXPECT_EQ(read_to_end(program->output()), "bye\n");
}

constexpr const char* kSavesItsState =
    "trap 'sleep 0.2; echo saved; exit 0' TERM; echo ready; while :; do sleep 0.01; done";

// The shell around it ends at once.
TEST(ProgramEnd, MayEndInOrderBehindAWrapper) {
  ProgramPlan plan = shell("sh -c \"$WITHIN\"; echo never");
  plan.environment.push_back(std::string("WITHIN=") + kSavesItsState);
  const auto program = started(plan);
  std::string text;
  while (text.empty()) read_some(program->output(), text);
  program->terminate();
  EXPECT_EQ(program->wait()->signal, SIGTERM);
  EXPECT_EQ(read_to_end(program->output()), "saved\n");
}

TEST(ProgramEnd, IsKilledWhenItDoesNotEndBehindAWrapper) {
  ProgramPlan plan = shell("sh -c \"$WITHIN\"; echo never");
  plan.environment.emplace_back("WITHIN=trap '' TERM; echo ready; while :; do sleep 0.01; done");
  const auto program = started(plan);
  std::string text;
  while (text.empty()) read_some(program->output(), text);
  program->terminate();
  pollfd ended{program->ended().get(), POLLIN, 0};
  EXPECT_EQ(::poll(&ended, 1, 200), 0);
  program->kill();
  EXPECT_EQ(program->wait()->signal, SIGTERM);  // of the wrapper
}

TEST(ProgramEnd, IsKilledWhenItDoesNotListen) {
  const auto program = started(shell("trap '' TERM; echo ready; while :; do sleep 0.01; done"));
  std::string text;
  while (text.empty()) read_some(program->output(), text);
  program->terminate();
  program->kill();
  EXPECT_EQ(program->wait()->signal, SIGKILL);
}

TEST(ProgramEnd, NothingItStartedOutlivesIt) {
  const auto program = started(shell(std::string(kFamily)));
  const std::vector<pid_t> pids = read_pids(program->output(), 3);
  ASSERT_EQ(pids.size(), 3U);
  for (const pid_t pid : pids) EXPECT_TRUE(is_alive(pid));
  ::kill(pids.front(), SIGKILL);
  EXPECT_EQ(program->wait()->signal, SIGKILL);
  for (const pid_t pid : pids) EXPECT_FALSE(is_alive(pid));
}

TEST(ProgramEnd, ADaemonEndsWithTheProgram) {
  const auto program = started(shell("setsid sh -c 'echo $$; sleep 1000' & sleep 0.2"));
  const std::vector<pid_t> pids = read_pids(program->output(), 1);
  ASSERT_EQ(pids.size(), 1U);
  EXPECT_EQ(program->wait()->status, 0);
  EXPECT_FALSE(is_alive(pids.front()));
}

TEST(ProgramEnd, IsKilledWhenItsOwnerGoes) {
  std::vector<pid_t> pids;
  {
    const auto program = started(shell(std::string(kFamily)));
    pids = read_pids(program->output(), 3);
  }
  ASSERT_EQ(pids.size(), 3U);
  for (const pid_t pid : pids) EXPECT_FALSE(is_alive(pid));
}

TEST(ProgramEnd, DiesWithItsKeeper) {
  const auto program = started(shell("echo $PPID; exec sleep 1000"));
  const std::vector<pid_t> pids = read_pids(program->output(), 1);
  ASSERT_EQ(pids.size(), 1U);
  ASSERT_EQ(::kill(pids.front(), SIGKILL), 0);
  const Result<ProgramEnd> end = program->wait();
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, ErrorCode::kInternal);
  EXPECT_EQ(read_to_end(program->output()), "");  // which ends with it
}

TEST(ProgramEnd, IsKilledInTheMiddleOfAFlood) {
  constexpr std::size_t kMuch = std::size_t{8} << 20;  // many times a pipe
  const auto program = started(shell("yes"));
  std::size_t read = 0;
  for (std::string text; read < kMuch; text.clear()) {
    pollfd source{program->output().get(), POLLIN, 0};
    ::poll(&source, 1, -1);
    ASSERT_NE(read_some(program->output(), text), ReadEnd::kEnd);
    read += text.size();
  }
  program->kill();  // while nobody reads
  EXPECT_EQ(program->wait()->signal, SIGKILL);
}

TEST(ProgramEnd, NothingIsLeftWhenThisProcessIsKilled) {
  Result<Pipe> told = make_pipe();
  ASSERT_TRUE(told);
  const pid_t owner = fork();
  if (owner == 0) {
    const auto program = ChildProgram::start(shell(std::string(kFamily)));
    for (const pid_t pid : read_pids((*program)->output(), 3)) {
      const std::string line = std::to_string(pid) + "\n";
      if (::write(told->write.get(), line.data(), line.size()) < 0) break;
    }
    pause();
  }
  told->write.close();
  const std::vector<pid_t> pids = read_pids(told->read, 3);
  ASSERT_EQ(pids.size(), 3U);
  ::kill(owner, SIGKILL);
  waitpid(owner, nullptr, 0);
  // The keeper acts when it hears of it.
  EXPECT_TRUE(comes_true([&] { return std::ranges::none_of(pids, is_alive); }));
}

}  // namespace
}  // namespace wattle::search
