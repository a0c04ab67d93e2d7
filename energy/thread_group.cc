// SPDX-License-Identifier: MIT
#include "energy/thread_group.h"

#include <pthread.h>

#include <algorithm>

namespace wattle::energy {
namespace {

// The clock of a live thread cannot fail; a thread that broke the contract and ended as a member
// has no clock any more, and then its membership counts as nothing rather than as garbage.
Seconds read_clock(clockid_t clock, Seconds otherwise) {
  timespec time{};
  if (clock_gettime(clock, &time) != 0) return otherwise;
  return Seconds(static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec));
}

clockid_t clock_of_current_thread() {
  clockid_t clock = CLOCK_THREAD_CPUTIME_ID;
  pthread_getcpuclockid(pthread_self(), &clock);
  return clock;
}

}  // namespace

void ThreadGroup::join_current_thread() {
  const clockid_t clock = clock_of_current_thread();
  const std::scoped_lock lock(mutex_);
  const auto member = std::ranges::find(members_, clock, &Member::clock);
  if (member != members_.end()) {
    ++member->depth;
    return;
  }
  members_.push_back({clock, read_clock(clock, Seconds(0)), 1});
}

void ThreadGroup::leave_current_thread() {
  const clockid_t clock = clock_of_current_thread();
  const std::scoped_lock lock(mutex_);
  const auto member = std::ranges::find(members_, clock, &Member::clock);
  if (member == members_.end() || --member->depth > 0) return;
  left_ += read_clock(clock, member->at_joining) - member->at_joining;
  members_.erase(member);
}

Seconds ThreadGroup::cpu_time() const {
  const std::scoped_lock lock(mutex_);
  Seconds sum = left_;
  for (const Member& member : members_) {
    sum += read_clock(member.clock, member.at_joining) - member.at_joining;
  }
  return sum;
}

}  // namespace wattle::energy
