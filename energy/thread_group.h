// SPDX-License-Identifier: MIT
// The threads and processes that compute for one account, and the CPU time they have used for it.
#pragma once

#include <ctime>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "energy/perf_events.h"
#include "energy/process_tree.h"
#include "energy/units.h"

namespace wattle::energy {

/// What one group has used: CPU time of threads of this process and of other processes.
struct GroupTime {
  Seconds threads;
  Seconds processes;
  double cycles = 0.0;  ///< of `threads`, but for those that are uncounted
  Seconds uncounted;    ///< of `threads`, where no cycles could be counted

  GroupTime& operator+=(const GroupTime& other);
};

/// CPU time of a changing set of threads, and of processes that this one has started. A thread
/// joins when it starts to work for the group and leaves when it stops; only the time in between
/// counts. Memberships nest: a thread that joins twice counts once, until it has left twice.
/// Leaving without having joined does nothing. The same holds for a tree of processes, which is a
/// member of one group at a time. Thread-safe.
/// A thread that is still a member must outlive its membership.
/// Where the kernel allows it, the cycles of its threads are counted as well, user and kernel mode
/// or else user mode alone; of processes they are not.
class ThreadGroup {
 public:
  /// `perf`: opens the threads' counters; none: cycles are not counted.
  explicit ThreadGroup(std::shared_ptr<const PerfEvents> perf = nullptr) : perf_(std::move(perf)) {}

  void join_current_thread();
  void leave_current_thread();
  void join(std::shared_ptr<ProcessTree> processes);
  void leave(const ProcessTree& processes);
  /// Sum over past and present members; of present trees, as of up to 20 ms ago. Cost: one system
  /// call per present thread, two with cycles, and a look at each tree that nobody has just looked
  /// at.
  GroupTime time() const;
  Seconds cpu_time() const;

 private:
  struct Member {
    clockid_t clock;  ///< the thread's CPU-time clock
    Seconds at_joining;
    int depth;                            ///< how often it joined without leaving
    std::unique_ptr<PerfCounter> cycles;  ///< empty: not counted
    PerfCount cycles_at_joining;
  };
  struct Tree {
    std::shared_ptr<ProcessTree> processes;
    Seconds at_joining;
    int depth;
  };
  void open_cycles(Member& member);
  static GroupTime used_by(const Member& member);

  mutable std::mutex mutex_;
  std::shared_ptr<const PerfEvents> perf_;  ///< empty: none was given, or it has refused
  bool user_only_ = false;                  ///< user and kernel mode was refused
  std::vector<Member> members_;
  std::vector<Tree> trees_;
  GroupTime left_;  ///< of memberships that have ended
};

/// Membership for a scope.
class ThreadMembership {
 public:
  explicit ThreadMembership(ThreadGroup& group) : group_(group) { group_.join_current_thread(); }
  ~ThreadMembership() { group_.leave_current_thread(); }
  ThreadMembership(const ThreadMembership&) = delete;
  ThreadMembership& operator=(const ThreadMembership&) = delete;

 private:
  ThreadGroup& group_;
};

/// The same for processes.
class ProcessMembership {
 public:
  ProcessMembership(ThreadGroup& group, std::shared_ptr<ProcessTree> processes)
      : group_(group), processes_(std::move(processes)) {
    group_.join(processes_);
  }
  ~ProcessMembership() { group_.leave(*processes_); }
  ProcessMembership(const ProcessMembership&) = delete;
  ProcessMembership& operator=(const ProcessMembership&) = delete;

 private:
  ThreadGroup& group_;
  const std::shared_ptr<ProcessTree> processes_;
};

}  // namespace wattle::energy
