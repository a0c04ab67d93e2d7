// SPDX-License-Identifier: MIT
#include "energy/gpu/guardian.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

constexpr char kDismissed = 'd';
constexpr char kAct = 'a';

tl::unexpected<Error> failure(const char* what) {
  return fail(ErrorCode::kIo, std::string("no guardian process: ") + what + ": " +
                                  std::generic_category().message(errno));
}

/// The open files of NVIDIA's driver, sorted. Found before the fork: afterwards only system calls
/// are safe.
std::vector<unsigned> driver_files() {
  std::vector<unsigned> files;
  std::error_code error;
  fs::directory_iterator entry("/proc/self/fd", error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code gone;
    const std::string target = fs::read_symlink(*entry, gone).string();
    if (target.starts_with("/dev/nvidia")) {
      files.push_back(static_cast<unsigned>(std::stoul(entry->path().filename().string())));
    }
  }
  std::ranges::sort(files);
  return files;
}

/// Closes everything but `kept`, which is sorted: an inherited lock or socket must not outlive us.
void close_others(const std::vector<unsigned>& kept) {
  unsigned first = 0;
  for (const unsigned file : kept) {
    if (file > first) ::syscall(SYS_close_range, first, file - 1, 0U);
    first = file + 1;
  }
  ::syscall(SYS_close_range, first, ~0U, 0U);
}

/// To a guardian that is gone already there is nothing to say.
void tell(int line, char word) { static_cast<void>(::send(line, &word, 1, MSG_NOSIGNAL)); }

void ignore_polite_signals() {
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) {
    ::signal(number, SIG_IGN);
  }
}

/// Waits for the process `of` to end as well: a child that it forked may hold the line longer.
bool was_dismissed(int line, int of) {
  while (true) {
    std::array<pollfd, 2> waits{{{line, POLLIN, 0}, {of, POLLIN, 0}}};
    if (::poll(waits.data(), waits.size(), -1) < 0) continue;
    if (waits[0].revents != 0) {
      char byte = 0;
      const ssize_t size = ::read(line, &byte, 1);
      if (size < 0 && errno == EINTR) continue;
      return size == 1 && byte == kDismissed;
    }
    if (waits[1].revents != 0) return false;
  }
}

[[noreturn]] void stand_guard(int line, int parent, const std::vector<unsigned>& kept,
                              const std::function<void()>& act) {
  ::setsid();
  ignore_polite_signals();
  close_others(kept);
  if (!was_dismissed(line, parent)) act();
  ::_exit(0);
}

}  // namespace

Result<std::unique_ptr<Guardian>> Guardian::start(const std::function<void()>& act) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return failure("socketpair");
  }
  const auto parent = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0U));
  std::vector<unsigned> kept = driver_files();
  kept.push_back(static_cast<unsigned>(ends[0]));
  if (parent >= 0) kept.push_back(static_cast<unsigned>(parent));
  std::ranges::sort(kept);
  const pid_t process = ::fork();
  if (process == 0) stand_guard(ends[0], parent, kept, act);
  const int reason = errno;
  ::close(ends[0]);
  if (parent >= 0) ::close(parent);
  if (process < 0) {
    ::close(ends[1]);
    errno = reason;
    return failure("fork");
  }
  return std::unique_ptr<Guardian>(new Guardian(ends[1], process));
}

Guardian::~Guardian() {
  if (!dismissed_) tell(line_, kAct);
  ::close(line_);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

void Guardian::dismiss() {
  tell(line_, kDismissed);
  dismissed_ = true;
}

}  // namespace wattle::energy
