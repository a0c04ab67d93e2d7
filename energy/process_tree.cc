// SPDX-License-Identifier: MIT
#include "energy/process_tree.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>

#include "energy/process_files.h"

namespace wattle::energy {
namespace {

// Short beside the 0.1 s between the looks that one trial asks for.
constexpr Seconds kRecent{0.02};

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

Seconds ProcessTree::recent_cpu_time() {
  const std::scoped_lock lock(mutex_);
  if (!looked_at_ || clock_.now() - *looked_at_ >= kRecent) look();
  return most_;
}

std::uint64_t ProcessTree::resident_bytes() {
  const std::scoped_lock lock(mutex_);
  look();
  std::uint64_t sum = 0;
  for (const auto& [pid, process] : processes_) {
    if (pid != root_) sum += memory_without_files(pid);
  }
  return sum;
}

int ProcessTree::reap() {
  {
    const std::scoped_lock lock(mutex_);
    if (reaped_) return status_;  // the number may be another process's by now
  }
  // Waited for without the lock, so that others can look meanwhile; reaped with it, so that nobody
  // looks at a number that may already be another process's.
  siginfo_t ended{};
  while (waitid(P_PID, static_cast<id_t>(root_), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
  const std::scoped_lock lock(mutex_);
  look();
  rusage usage{};
  if (wait4(root_, &status_, 0, &usage) == root_) {
    most_ = std::max(most_, seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
  }
  reaped_ = true;
  processes_.clear();
  return status_;
}

void ProcessTree::look() {
  if (reaped_) return;
  // First what has been waited for, then the clocks: a process that ends in between is in neither,
  // until the next look, and never in both.
  std::vector<pid_t> gone;
  for (auto& [pid, process] : processes_) {
    if (!refresh(pid, process) && pid != root_) gone.push_back(pid);
  }
  bury(gone);
  discover();
  for (auto& [pid, process] : processes_) {
    process.own = std::max(process.own, read_process_clock(pid).value_or(Seconds(0)));
  }
  most_ = std::max(most_, sum());
  looked_at_ = clock_.now();
}

/// False when it is gone. Then, and when it cannot be read, what was last seen of it stands.
bool ProcessTree::refresh(pid_t pid, Process& process) {
  const Result<ProcessStat> stat = read_process_stat(pid);
  if (!stat) return stat.error().code != ErrorCode::kNotFound;
  if (process.started != 0 && stat->started != process.started) return false;
  process.parent = stat->parent;
  process.started = stat->started;
  process.waited_for = stat->waited_for;
  return true;
}

void ProcessTree::discover() {
  std::vector<pid_t> open;
  for (const auto& [pid, process] : processes_) open.push_back(pid);
  while (!open.empty()) {
    const pid_t pid = open.back();
    open.pop_back();
    for (const pid_t child : children_of(pid)) {
      if (processes_.contains(child)) continue;
      const Result<ProcessStat> stat = read_process_stat(child);
      if (!stat) continue;  // gone, or to be found by the next look
      processes_[child] = {stat->parent, stat->started, Seconds(0), stat->waited_for, Seconds(0)};
      open.push_back(child);
    }
  }
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

/// Those that vanished are among those waited for, but for children whose end their parent ignores.
/// By whom they were waited for is not known: an orphan's parent vanishes with it, and another
/// reaps it. So the two are compared for the whole tree.
Seconds ProcessTree::sum() const {
  Seconds own;
  Seconds waited_for;
  Seconds vanished;
  for (const auto& [pid, process] : processes_) {
    own += process.own;
    waited_for += process.waited_for;
    vanished += process.vanished;
  }
  return own + std::max(waited_for, vanished);
}

}  // namespace wattle::energy
