// SPDX-License-Identifier: MIT
#include "energy/thread_group.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

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
  left_.threads += read_clock(clock, member->at_joining) - member->at_joining;
  members_.erase(member);
}

void ThreadGroup::join(std::shared_ptr<ProcessTree> processes) {
  const std::scoped_lock lock(mutex_);
  const auto tree = std::ranges::find(trees_, processes, &Tree::processes);
  if (tree != trees_.end()) {
    ++tree->depth;
    return;
  }
  const Seconds now = processes->cpu_time();
  trees_.push_back({std::move(processes), now, 1});
}

void ThreadGroup::leave(const ProcessTree& processes) {
  const std::scoped_lock lock(mutex_);
  const auto tree = std::ranges::find_if(
      trees_, [&](const Tree& member) { return member.processes.get() == &processes; });
  if (tree == trees_.end() || --tree->depth > 0) return;
  left_.processes += tree->processes->cpu_time() - tree->at_joining;
  trees_.erase(tree);
}

GroupTime ThreadGroup::time() const {
  const std::scoped_lock lock(mutex_);
  GroupTime sum = left_;
  for (const Member& member : members_) {
    sum.threads += read_clock(member.clock, member.at_joining) - member.at_joining;
  }
  for (const Tree& tree : trees_) {
    sum.processes += tree.processes->recent_cpu_time() - tree.at_joining;
  }
  return sum;
}

Seconds ThreadGroup::cpu_time() const {
  const GroupTime sum = time();
  return sum.threads + sum.processes;
}

}  // namespace wattle::energy
