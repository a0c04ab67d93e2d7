// SPDX-License-Identifier: MIT
#include "search/process/child_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>
#include <thread>

#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using testing::HasSubstr;

ProgramPlan shell(const std::string& script) {
  ProgramPlan plan;
  plan.arguments = {"sh", "-c", script};
  plan.environment = {"PATH=/usr/local/bin:/usr/bin:/bin"};
  return plan;
}

std::unique_ptr<ChildProgram> started(const ProgramPlan& plan) {
  auto program = ChildProgram::start(plan);
  if (!program) ADD_FAILURE() << program.error().message;
  return program ? std::move(*program) : nullptr;
}

/// All that comes until the other side closes it.
std::string read_to_end(const Descriptor& descriptor) {
  std::string text;
  for (ReadEnd end = ReadEnd::kMore; end != ReadEnd::kEnd;) {
    pollfd source{descriptor.get(), POLLIN, 0};
    ::poll(&source, 1, -1);
    end = read_some(descriptor, text);
  }
  return text;
}

ProgramEnd end_of(const std::string& script) {
  const auto program = started(shell(script));
  return program->wait().value();
}

bool is_alive(pid_t pid) { return ::kill(pid, 0) == 0; }

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

TEST(ChildProgram, TellsItsExitStatusAndItsSignal) {
  EXPECT_EQ(end_of("exit 0").status, 0);
  EXPECT_EQ(end_of("exit 7").status, 7);
  EXPECT_EQ(end_of("kill -SEGV $$").signal, SIGSEGV);
  EXPECT_EQ(in_words(end_of("exit 7")), "exit status 7");
  EXPECT_EQ(in_words(end_of("kill -SEGV $$")), "signal 11 (Segmentation fault)");
}

TEST(ChildProgram, HasItsOutputErrorAndResultsApart) {
  ProgramPlan plan = shell("echo out; echo err >&2; echo result >&3");
  plan.gives_results = true;
  const auto program = started(plan);
  EXPECT_EQ(read_to_end(program->output()), "out\n");
  EXPECT_EQ(read_to_end(program->error()), "err\n");
  EXPECT_EQ(read_to_end(program->results()), "result\n");
  EXPECT_EQ(program->wait()->status, 0);
}

TEST(ChildProgram, ReadsItsInputToTheEnd) {
  ProgramPlan plan = shell("cat");
  plan.takes_input = true;
  const auto program = started(plan);
  ASSERT_EQ(::write(program->input().get(), "hello", 5), 5);
  program->input().close();
  EXPECT_EQ(read_to_end(program->output()), "hello");
}

TEST(ChildProgram, HasOnlyTheDescriptorsThatItIsGiven) {
  const auto program = started(shell("ls /proc/self/fd"));
  // The fourth is the folder that ls reads.
  EXPECT_EQ(read_to_end(program->output()), "0\n1\n2\n3\n");
}

TEST(ChildProgram, HasOnlyTheVariablesThatItIsGiven) {
  ProgramPlan plan = shell("echo $GIVEN $HOME");
  plan.environment.emplace_back("GIVEN=this");
  EXPECT_EQ(read_to_end(started(plan)->output()), "this\n");
}

TEST(ChildProgram, RunsInItsFolder) {
  ProgramPlan plan = shell("pwd -P");
  plan.directory = "/usr";
  EXPECT_EQ(read_to_end(started(plan)->output()), "/usr\n");
}

TEST(ChildProgram, SaysWhyItCannotStart) {
  const test::TemporaryDirectory folder;
  const std::filesystem::path script = folder.path() / "script";
  std::ofstream(script) << "echo no interpreter named";
  ProgramPlan plan = shell("");
  plan.arguments = {script};
  EXPECT_EQ(ChildProgram::start(plan).error().code, ErrorCode::kPermissionDenied);
  std::filesystem::permissions(script, std::filesystem::perms::owner_all);
  EXPECT_THAT(ChildProgram::start(plan).error().message, HasSubstr("Exec format error"));
  plan.arguments = {"no-such-program"};
  EXPECT_EQ(ChildProgram::start(plan).error().code, ErrorCode::kNotFound);
  plan = shell("");
  plan.directory = folder.path() / "absent";
  EXPECT_THAT(ChildProgram::start(plan).error().message, HasSubstr("absent"));
}

TEST(ChildProgram, MayEndInOrderWhenToldTo) {
  const auto program =
      started(shell("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.01; done"));
  std::string text;
  while (text.empty()) read_some(program->output(), text);
  program->terminate();
  EXPECT_EQ(program->wait()->status, 3);
  EXPECT_EQ(read_to_end(program->output()), "bye\n");
}

TEST(ChildProgram, IsKilledWhenItDoesNotListen) {
  const auto program = started(shell("trap '' TERM; echo ready; while :; do sleep 0.01; done"));
  std::string text;
  while (text.empty()) read_some(program->output(), text);
  program->terminate();
  program->kill();
  EXPECT_EQ(program->wait()->signal, SIGKILL);
}

TEST(ChildProgram, NothingItStartedOutlivesIt) {
  const auto program = started(shell(std::string(kFamily)));
  const std::vector<pid_t> pids = read_pids(program->output(), 3);
  ASSERT_EQ(pids.size(), 3U);
  for (const pid_t pid : pids) EXPECT_TRUE(is_alive(pid));
  ::kill(pids.front(), SIGKILL);
  EXPECT_EQ(program->wait()->signal, SIGKILL);
  for (const pid_t pid : pids) EXPECT_FALSE(is_alive(pid));
}

TEST(ChildProgram, ADaemonEndsWithTheProgram) {
  const auto program = started(shell("setsid sh -c 'echo $$; sleep 1000' & sleep 0.2"));
  const std::vector<pid_t> pids = read_pids(program->output(), 1);
  ASSERT_EQ(pids.size(), 1U);
  EXPECT_EQ(program->wait()->status, 0);
  EXPECT_FALSE(is_alive(pids.front()));
}

TEST(ChildProgram, IsKilledWhenItsOwnerGoes) {
  std::vector<pid_t> pids;
  {
    const auto program = started(shell(std::string(kFamily)));
    pids = read_pids(program->output(), 3);
  }
  ASSERT_EQ(pids.size(), 3U);
  for (const pid_t pid : pids) EXPECT_FALSE(is_alive(pid));
}

TEST(ChildProgram, NothingIsLeftWhenThisProcessIsKilled) {
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
  // The keeper acts when it hears of it; ten seconds of patience.
  const auto any_alive = [&] { return std::ranges::any_of(pids, is_alive); };
  for (int i = 0; i < 1000 && any_alive(); ++i) usleep(10'000);
  EXPECT_FALSE(any_alive());
}

TEST(ChildProgram, ItsProcessesHoldAllThatItUsed) {
  const auto program = started(shell("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done"));
  program->wait().value();
  EXPECT_GT(program->processes()->cpu_time(), Seconds(0.005));
}

TEST(ChildProgram, ManyStartAtOnce) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 5; ++i) {
        const auto program = started(shell("echo " + std::to_string(t)));
        EXPECT_EQ(read_to_end(program->output()), std::to_string(t) + "\n");
        EXPECT_EQ(program->wait()->status, 0);
      }
    });
  }
}

}  // namespace
}  // namespace wattle::search
