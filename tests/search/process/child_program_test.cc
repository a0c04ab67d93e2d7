// SPDX-License-Identifier: MIT
#include "search/process/child_program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/search/process/shell_program.h"
#include "tests/support/temporary_directory.h"

namespace wattle::search {
namespace {

using test::read_to_end;
using test::shell;
using test::started;
using testing::HasSubstr;

ProgramEnd end_of(const std::string& script) {
  const auto program = started(shell(script));
  return program->wait().value();
}

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

// The fourth is the folder that ls reads.
constexpr const char* kListDescriptors = "ls /proc/self/fd";
constexpr const char* kThreeDescriptors = "0\n1\n2\n3\n";

TEST(ChildProgram, HasOnlyTheDescriptorsThatItIsGiven) {
  const Descriptor stray(::dup(STDERR_FILENO));  // that exec would not close
  EXPECT_EQ(read_to_end(started(shell(kListDescriptors))->output()), kThreeDescriptors);
}

/// From here on close_range fails, as in old kernels and in some containers.
void forbid_close_range(unsigned error) {
  std::array<sock_filter, 4> rules{
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_close_range, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  const sock_fprog program{rules.size(), rules.data()};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    ::_exit(2);
  }
}

/// Of a process without close_range: what the test above sees. A minute of patience.
[[noreturn]] void run_without_close_range(unsigned error) {
  ::alarm(60);
  forbid_close_range(error);
  const Descriptor stray(::dup(STDERR_FILENO));
  const auto program = ChildProgram::start(shell(kListDescriptors));
  const bool sound = program && read_to_end((*program)->output()) == kThreeDescriptors &&
                     (*program)->wait()->status == 0;
  ::_exit(sound ? 0 : 1);
}

TEST(ChildProgramDeathTest, RunsWithoutTheKernelsCloseRange) {
  for (const unsigned error : {ENOSYS, EINVAL, EPERM}) {
    EXPECT_EXIT(run_without_close_range(error), testing::ExitedWithCode(0), "");
  }
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

TEST(ChildProgram, MayCloseItsOutputAndGoOn) {
  const auto program = started(shell("echo all; exec >&-; sleep 0.2; exit 4"));
  EXPECT_EQ(read_to_end(program->output()), "all\n");
  pollfd ended{program->ended().get(), POLLIN, 0};
  EXPECT_EQ(::poll(&ended, 1, 0), 0);
  EXPECT_EQ(program->wait()->status, 4);
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
