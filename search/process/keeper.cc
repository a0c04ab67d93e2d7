// SPDX-License-Identifier: MIT
#include "search/process/keeper.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <span>

// Functions here run between fork and exec: see the header for what they may call.
namespace wattle::search {
namespace {

constexpr int kResults = 3;
constexpr int kFailed = 127;  // what shells say of a program that cannot be started

void tell(int status, KeeperMessage::Kind kind, int value) {
  const KeeperMessage message{kind, value};
  while (::write(status, &message, sizeof message) < 0 && errno == EINTR) {
  }
}

void default_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    if (signal != SIGKILL && signal != SIGSTOP) std::signal(signal, SIG_DFL);
  }
}

void set_mask(bool blocked) {
  sigset_t signals;
  if (blocked) {
    ::sigfillset(&signals);
  } else {
    ::sigemptyset(&signals);
  }
  ::sigprocmask(SIG_SETMASK, &signals, nullptr);
}

[[noreturn]] void become_program(const KeeperPlan& plan, pid_t keeper) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != keeper) ::_exit(kFailed);  // it died before it was asked for
  ::dup2(plan.input, STDIN_FILENO);
  ::dup2(plan.output, STDOUT_FILENO);
  ::dup2(plan.error, STDERR_FILENO);
  if (plan.results >= 0) ::dup2(plan.results, kResults);
  // Closed by exec and not now: `started` is still to say how that went.
  ::close_range(plan.results >= 0 ? kResults + 1 : kResults, ~0U, CLOSE_RANGE_CLOEXEC);
  if (::chdir(plan.directory) != 0) {
    tell(plan.started, KeeperMessage::kNoDirectory, errno);
    ::_exit(kFailed);
  }
  set_mask(false);
  ::execve(plan.file, plan.arguments, plan.environment);
  tell(plan.started, KeeperMessage::kNotStarted, errno);
  ::_exit(kFailed);
}

/// Closes all but three descriptors, so that pipes end when the program's ends of them do.
void close_all_but(std::array<int, 3> kept) {
  std::sort(kept.begin(), kept.end());
  unsigned next = 0;
  for (const int descriptor : kept) {
    const auto number = static_cast<unsigned>(descriptor);
    if (number > next) ::close_range(next, number - 1, 0);
    next = number + 1;
  }
  ::close_range(next, ~0U, 0);
}

/// Sends SIGKILL to the direct children, by the kernel's list of them. False when it has none.
bool kill_children(const char* list) {
  const int file = ::open(list, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::array<char, 4096> text;  // NOLINT(*-member-init): read fills it
  bool any = false;
  pid_t child = 0;
  for (ssize_t count = 0; (count = ::read(file, text.data(), text.size())) > 0;) {
    for (const char c : std::span(text.data(), static_cast<std::size_t>(count))) {
      if (c >= '0' && c <= '9') {
        child = 10 * child + (c - '0');
      } else if (child != 0) {
        ::kill(child, SIGKILL);
        child = 0;
        any = true;
      }
    }
  }
  ::close(file);
  return any;
}

/// "/proc/self/task/<pid>/children"; a keeper has one thread.
struct ChildrenList {
  std::array<char, 64> path{};
  ChildrenList() {
    char* end = std::copy_n("/proc/self/task/", 16, path.begin());
    std::array<char, 16> digits{};
    char* digit = digits.end();
    for (pid_t rest = ::getpid(); rest != 0; rest /= 10) {
      *--digit = static_cast<char>('0' + rest % 10);
    }
    end = std::copy(digit, digits.end(), end);
    std::copy_n("/children", 10, end);
  }
};

class Keeper {
 public:
  Keeper(const KeeperPlan& plan, pid_t program, int signals)
      : plan_(plan), program_(program), signals_(signals) {}

  [[noreturn]] void run() {
    while (!ended_) {
      std::array<pollfd, 2> sources{pollfd{plan_.control, POLLIN, 0}, pollfd{signals_, POLLIN, 0}};
      if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) break;
      if (sources[0].revents != 0 && !obey()) break;
      if (sources[1].revents != 0) reap_ended();
    }
    kill_all();
    ::_exit(0);
  }

 private:
  /// False when nobody commands any more.
  bool obey() {
    char command = 0;
    const ssize_t count = ::read(plan_.control, &command, 1);
    if (count < 0) return errno == EINTR;
    if (count == 0) return false;
    if (command == kTerminate && !ended_) ::kill(-program_, SIGTERM);
    return true;
  }

  void reap_ended() {
    signalfd_siginfo told;
    while (::read(signals_, &told, sizeof told) > 0) {
    }
    int status = 0;
    for (pid_t pid = 0; (pid = ::waitpid(-1, &status, WNOHANG)) > 0;) note(pid, status);
  }

  void note(pid_t pid, int status) {
    if (pid != program_) return;
    ended_ = true;
    tell(plan_.status, KeeperMessage::kEnded, status);
  }

  /// Whoever dies hands its children on to the keeper: round by round none is left.
  void kill_all() {
    const ChildrenList list;
    if (!ended_) ::kill(-program_, SIGKILL);
    for (;;) {
      const bool any = kill_children(list.path.data());
      int status = 0;
      const pid_t pid = ::waitpid(-1, &status, any ? 0 : WNOHANG);
      if (pid > 0) {
        note(pid, status);
      } else if (!any || (pid < 0 && errno != EINTR)) {
        return;
      }
    }
  }

  const KeeperPlan& plan_;
  const pid_t program_;
  const int signals_;
  bool ended_ = false;
};

}  // namespace

void keep(const KeeperPlan& plan) {
  ::setsid();  // Ctrl-C is Wattle's to hear
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  default_signals();
  set_mask(true);
  const pid_t keeper = ::getpid();
  const pid_t program = ::_Fork();
  if (program == 0) become_program(plan, keeper);
  if (program < 0) {
    tell(plan.started, KeeperMessage::kNotStarted, errno);
    ::_exit(kFailed);
  }
  sigset_t ends;
  ::sigemptyset(&ends);
  ::sigaddset(&ends, SIGCHLD);
  const int signals = ::signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
  close_all_but({plan.control, plan.status, signals});
  Keeper(plan, program, signals).run();
}

}  // namespace wattle::search
