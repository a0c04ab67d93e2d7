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
#include <limits>
#include <span>

#include "search/process/close_descriptors.h"

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
  close_between(plan.results >= 0 ? kResults + 1 : kResults, std::numeric_limits<unsigned>::max(),
                Closing::kByExec);
  if (::chdir(plan.directory) != 0) {
    tell(plan.started, KeeperMessage::kNoDirectory, errno);
    ::_exit(kFailed);
  }
  set_mask(false);
  ::execve(plan.file, plan.arguments, plan.environment);
  tell(plan.started, KeeperMessage::kNotStarted, errno);
  ::_exit(kFailed);
}

/// Sends SIGKILL to the direct children, by the kernel's list of them. False when none took it.
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
        if (::kill(child, SIGKILL) == 0) any = true;
        child = 0;
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
    while (!over()) {
      std::array<pollfd, 2> sources{pollfd{plan_.control, POLLIN, 0}, pollfd{signals_, POLLIN, 0}};
      if (::poll(sources.data(), sources.size(), -1) < 0 && errno != EINTR) break;
      if (sources[0].revents != 0 && !obey()) break;
      if (sources[1].revents != 0) reap_ended();
    }
    kill_all();
    if (ended_) {
      tell(plan_.status, KeeperMessage::kEnded, status_);
    } else {
      tell(plan_.status, KeeperMessage::kNotKilled, EPERM);
    }
    ::_exit(0);
  }

 private:
  bool over() const { return ended_ && (!terminated_ || childless_); }

  /// False when nobody commands any more.
  bool obey() {
    char command = 0;
    const ssize_t count = ::read(plan_.control, &command, 1);
    if (count < 0) return errno == EINTR;
    if (count == 0) return false;
    if (command == kTerminate && !ended_) {
      ::kill(-program_, SIGTERM);
      terminated_ = true;
    }
    return true;
  }

  void reap_ended() {
    signalfd_siginfo told;
    while (::read(signals_, &told, sizeof told) > 0) {
    }
    int status = 0;
    pid_t pid = 0;
    while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) note(pid, status);
    childless_ = pid < 0 && errno == ECHILD;
  }

  void note(pid_t pid, int status) {
    if (pid != program_) return;
    ended_ = true;
    status_ = status;
  }

  /// Whoever dies hands its children on to the keeper: round by round none is left, but for those
  /// that may not be signalled.
  void kill_all() {
    const ChildrenList list;
    if (!ended_) ::kill(-program_, SIGKILL);
    for (;;) {
      const bool program = !ended_ && ::kill(program_, SIGKILL) == 0;
      const bool any = kill_children(list.path.data()) || program;
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
  int status_ = 0;
  bool terminated_ = false;
  bool childless_ = false;
};

}  // namespace

void keep(const KeeperPlan& plan) {
  ::setsid();  // Ctrl-C is Wattle's to hear
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  default_signals();
  set_mask(true);
  const pid_t keeper = ::getpid();
  sigset_t ends;
  ::sigemptyset(&ends);
  ::sigaddset(&ends, SIGCHLD);
  const int signals = ::signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
  const pid_t program = signals < 0 ? -1 : ::_Fork();
  if (program == 0) become_program(plan, keeper);
  if (program < 0) {
    tell(plan.started, KeeperMessage::kNotStarted, errno);
    ::_exit(kFailed);
  }
  // By their numbers those whose end Wattle waits for, whatever of the rest can be closed.
  for (const int end : {plan.started, plan.input, plan.output, plan.error, plan.results}) {
    ::close(end);
  }
  close_all_but({plan.control, plan.status, signals});
  Keeper(plan, program, signals).run();
}

}  // namespace wattle::search
