// SPDX-License-Identifier: MIT
#include "energy/shell_command.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <csignal>
#include <system_error>

namespace wattle::energy {
namespace {

constexpr std::size_t kLongestOutput = 4096;

tl::unexpected<Error> failure(const std::string& command, const std::string& what) {
  return fail(ErrorCode::kIo, "the command \"" + command + "\" " + what,
              "try it by hand: its messages are not shown here");
}

/// Its standard output is `output`; everything else is /dev/null. Returns 0, or an error number.
int spawn_shell(const std::string& command, int output, pid_t& process) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setpgroup(&attributes, 0);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  std::string shell = "sh";
  std::string flag = "-c";
  std::string text = command;
  const std::array<char*, 4> arguments{shell.data(), flag.data(), text.data(), nullptr};
  const int error =
      ::posix_spawn(&process, "/bin/sh", &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

/// A moment in real time, whatever clock the meters have.
class Deadline {
 public:
  explicit Deadline(Seconds limit)
      : end_(std::chrono::steady_clock::now() +
             std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                 std::chrono::duration<double>(limit.value))) {}
  int milliseconds_left() const {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  }

 private:
  std::chrono::steady_clock::time_point end_;
};

/// Waits until there is something to read, or the end of it; false: the time is up.
bool wait_for_input(int file, const Deadline& deadline) {
  while (true) {
    const int left = deadline.milliseconds_left();
    pollfd wait{file, POLLIN, 0};
    const int ready = ::poll(&wait, 1, left);
    if (ready > 0) return true;
    if (ready == 0 && left == 0) return false;
  }
}

/// What is wrong, empty for nothing; `text` takes what was printed.
std::string read_all(int output, const Deadline& deadline, std::string& text) {
  std::array<char, 1024> buffer{};
  while (wait_for_input(output, deadline)) {
    const ssize_t size = ::read(output, buffer.data(), buffer.size());
    if (size == 0) return {};
    if (size > 0) text.append(buffer.data(), static_cast<std::size_t>(size));
    if (text.size() > kLongestOutput) return "prints more than 4 KiB";
  }
  return "was not done in time";
}

/// Whether it ended, with `status`, before the deadline. A closed output is nearly always the end.
bool reap(pid_t process, const Deadline& deadline, int& status) {
  while (true) {
    if (::waitpid(process, &status, WNOHANG) == process) return true;
    if (deadline.milliseconds_left() == 0) return false;
    ::poll(nullptr, 0, 1);
  }
}

void kill_and_reap(pid_t process) {
  ::kill(-process, SIGKILL);
  while (::waitpid(process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::string bad_end(int status) {
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return WEXITSTATUS(status) == 0 ? "" : "ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<std::string> run_shell(const std::string& command, Seconds limit) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return failure(command, "was not started: " + std::generic_category().message(errno));
  }
  pid_t process = 0;
  const int error = spawn_shell(command, ends[1], process);
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    return failure(command, "was not started: " + std::generic_category().message(error));
  }
  const Deadline deadline(limit);
  std::string text;
  std::string fault = read_all(ends[0], deadline, text);
  ::close(ends[0]);
  int status = 0;
  if (fault.empty() && !reap(process, deadline, status)) fault = "was not done in time";
  if (!fault.empty()) {
    kill_and_reap(process);
    return failure(command, fault);
  }
  fault = bad_end(status);
  if (!fault.empty()) return failure(command, fault);
  return text;
}

}  // namespace wattle::energy
