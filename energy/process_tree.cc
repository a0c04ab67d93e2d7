// SPDX-License-Identifier: MIT
#include "energy/process_tree.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

namespace wattle::energy {
namespace {

namespace fs = std::filesystem;

std::string proc_of(pid_t pid) { return "/proc/" + std::to_string(pid); }

struct Stat {
  pid_t parent = 0;
  double waited_for_ticks = 0;
  unsigned long long started = 0;
};

/// Fields of /proc/PID/stat, counted from 1. The name, field 2, may hold blanks and parentheses.
std::optional<Stat> read_stat(pid_t pid) {
  std::ifstream file(proc_of(pid) + "/stat");
  std::string text;
  std::getline(file, text, '\0');
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream fields(text.substr(name_end + 1));
  Stat stat;
  std::string skipped;
  double children_user = 0;
  double children_system = 0;
  fields >> skipped >> stat.parent;                    // 3, 4
  for (int i = 5; i <= 15; ++i) fields >> skipped;     // up to stime
  fields >> children_user >> children_system;          // 16, 17
  for (int i = 18; i <= 21; ++i) fields >> skipped;    // up to itrealvalue
  if (!(fields >> stat.started)) return std::nullopt;  // 22
  stat.waited_for_ticks = children_user + children_system;
  return stat;
}

/// The CPU clock of another process, with all its threads; a zombie still has it.
std::optional<Seconds> read_clock(pid_t pid) {
  clockid_t clock = 0;
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    return std::nullopt;
  }
  return Seconds(static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec));
}

/// Each thread has a list of the children that it started.
std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> children;
  std::error_code ended;
  for (fs::directory_iterator thread(proc_of(pid) + "/task", ended), end; !ended && thread != end;
       thread.increment(ended)) {
    std::ifstream list(thread->path() / "children");
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

std::uint64_t private_bytes(pid_t pid) {
  std::ifstream file(proc_of(pid) + "/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  std::uint64_t of_files = 0;
  if (!(file >> size >> resident >> of_files)) return 0;
  return (resident - std::min(resident, of_files)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

Seconds seconds_of(const timeval& time) {
  return Seconds(static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec));
}

}  // namespace

ProcessTree::ProcessTree(pid_t root) : root_(root) { processes_[root]; }

Seconds ProcessTree::cpu_time() {
  const std::scoped_lock lock(mutex_);
  look();
  return most_;
}

std::uint64_t ProcessTree::resident_bytes() {
  const std::scoped_lock lock(mutex_);
  look();
  std::uint64_t sum = 0;
  for (const auto& [pid, process] : processes_) {
    if (pid != root_) sum += private_bytes(pid);
  }
  return sum;
}

void ProcessTree::reap() {
  {
    const std::scoped_lock lock(mutex_);
    if (reaped_) return;  // the number may be another process's by now
  }
  // Waited for without the lock, so that others can look meanwhile; reaped with it, so that nobody
  // looks at a number that may already be another process's.
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(root_), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
  const std::scoped_lock lock(mutex_);
  look();
  rusage usage{};
  int status = 0;
  if (wait4(root_, &status, 0, &usage) == root_) {
    most_ = std::max(most_, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
  }
  reaped_ = true;
  processes_.clear();
}

void ProcessTree::look() {
  if (reaped_) return;
  discover();
  std::vector<pid_t> gone;
  for (auto& [pid, process] : processes_) {
    if (!refresh(pid, process)) gone.push_back(pid);
  }
  bury(gone);
  most_ = std::max(most_, alive());
}

void ProcessTree::discover() {
  std::vector<pid_t> open;
  for (const auto& [pid, process] : processes_) open.push_back(pid);
  while (!open.empty()) {
    const pid_t pid = open.back();
    open.pop_back();
    for (const pid_t child : children_of(pid)) {
      const auto [known, added] = processes_.try_emplace(child);
      if (!added) continue;
      known->second.parent = pid;
      open.push_back(child);
    }
  }
}

/// False when it is gone; then what was last seen of it stands.
bool ProcessTree::refresh(pid_t pid, Process& process) {
  const std::optional<Stat> stat = read_stat(pid);
  if (!stat || (process.started != 0 && stat->started != process.started)) return false;
  process.parent = stat->parent;
  process.started = stat->started;
  process.own = std::max(process.own, read_clock(pid).value_or(Seconds(0)));
  process.waited_for = Seconds(stat->waited_for_ticks / static_cast<double>(sysconf(_SC_CLK_TCK)));
  return true;
}

/// What the gone had used goes to the nearest ancestor that is alive, who may have waited for them.
void ProcessTree::bury(const std::vector<pid_t>& gone) {
  for (const pid_t pid : gone) {
    const Process& process = processes_.at(pid);
    pid_t heir = process.parent;
    while (std::ranges::find(gone, heir) != gone.end()) heir = processes_.at(heir).parent;
    if (!processes_.contains(heir)) heir = root_;
    processes_.at(heir).vanished += process.own + std::max(process.waited_for, process.vanished);
  }
  for (const pid_t pid : gone) processes_.erase(pid);
}

/// Those that vanished are usually among those waited for, but for a parent that ignores its
/// children's end.
Seconds ProcessTree::alive() const {
  Seconds sum;
  for (const auto& [pid, process] : processes_) {
    sum += process.own + std::max(process.waited_for, process.vanished);
  }
  return sum;
}

}  // namespace wattle::energy
