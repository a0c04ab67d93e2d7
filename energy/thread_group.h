// SPDX-License-Identifier: MIT
// The threads that compute for one account, and the CPU time they have used for it.
#pragma once

#include <ctime>
#include <mutex>
#include <vector>

#include "energy/units.h"

namespace wattle::energy {

/// CPU time of a changing set of threads. A thread joins when it starts to work for the group and
/// leaves when it stops; only the time in between counts. Memberships nest: a thread that joins
/// twice counts once, until it has left twice. Leaving without having joined does nothing.
/// Thread-safe.
/// A thread that is still a member must outlive its membership.
class ThreadGroup {
 public:
  void join_current_thread();
  void leave_current_thread();
  /// Sum over past and present members. Cost: one system call per present member.
  Seconds cpu_time() const;

 private:
  struct Member {
    clockid_t clock;  ///< the thread's CPU-time clock
    Seconds at_joining;
    int depth;  ///< how often it joined without leaving
  };
  mutable std::mutex mutex_;
  std::vector<Member> members_;
  Seconds left_;  ///< CPU time of memberships that have ended
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

}  // namespace wattle::energy
