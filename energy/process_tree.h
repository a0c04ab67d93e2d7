// SPDX-License-Identifier: MIT
// A child process with all that it starts, and the CPU time they use.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "energy/clock.h"
#include "energy/units.h"

namespace wattle::energy {

/// CPU time of a process and its descendants, however they end. Thread-safe.
///
/// While they run, each look adds up the CPU clocks of those alive and, by /proc, what each has
/// waited for. When the root is reaped, the kernel's own sum for it takes the place of the looks
/// where it is larger; it holds every descendant that somebody waited for, seen or not. To have all
/// of them, the root must be a reaper (PR_SET_CHILD_SUBREAPER), to whom orphans come. Where /proc
/// does not list children (a kernel without CONFIG_PROC_CHILDREN), only the root is looked at, and
/// the descendants' time comes when it is reaped.
class ProcessTree {
 public:
  /// `root`: a child of this process that nobody else waits for.
  explicit ProcessTree(pid_t root);
  ProcessTree(const ProcessTree&) = delete;
  ProcessTree& operator=(const ProcessTree&) = delete;

  /// Since the root started; never falls. Cost: some file reads and a system call a process.
  Seconds cpu_time();
  /// The same, by a look that may be 20 ms old: for many who ask often.
  Seconds recent_cpu_time();
  /// Memory of the root's descendants that no file backs, as of now. What several share, by fork or
  /// as shared memory, counts for each.
  std::uint64_t resident_bytes();
  /// Waits until the root has ended, reaps it and returns its wait status. Later calls return the
  /// same at once. One thread at a time.
  int reap();

 private:
  struct Process {
    pid_t parent = 0;
    unsigned long long started = 0;  ///< tells a number that is used again
    Seconds own;                     ///< its threads
    Seconds waited_for;              ///< descendants, as the kernel tells: to the clock tick
    Seconds vanished;                ///< descendants that were seen and are gone
  };
  using Processes = std::map<pid_t, Process>;

  void look();
  static bool refresh(pid_t pid, Process& process);
  void discover();
  void bury(const std::vector<pid_t>& gone);
  Seconds sum() const;

  const pid_t root_;
  std::mutex mutex_;
  Processes processes_;
  Seconds most_;  ///< the largest sum so far
  const SteadyClock clock_;
  std::optional<Seconds> looked_at_;
  bool reaped_ = false;
  int status_ = 0;  ///< of the root, once it is reaped
};

}  // namespace wattle::energy
