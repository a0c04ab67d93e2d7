// SPDX-License-Identifier: MIT
#include "energy/thread_group.h"

#include <linux/perf_event.h>
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
  Member& joined =
      members_.emplace_back(Member{clock, read_clock(clock, Seconds(0)), 1, nullptr, {}});
  open_cycles(joined);
}

void ThreadGroup::leave_current_thread() {
  const clockid_t clock = clock_of_current_thread();
  const std::scoped_lock lock(mutex_);
  const auto member = std::ranges::find(members_, clock, &Member::clock);
  if (member == members_.end() || --member->depth > 0) return;
  left_ += used_by(*member);
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
  for (const Member& member : members_) sum += used_by(member);
  for (const Tree& tree : trees_) {
    sum.processes += tree.processes->recent_cpu_time() - tree.at_joining;
  }
  return sum;
}

/// Tries user and kernel mode first. A refusal stands for all who join later.
void ThreadGroup::open_cycles(Member& member) {
  while (perf_) {
    auto counter = perf_->open(
        {.type = PERF_TYPE_HARDWARE, .config = PERF_COUNT_HW_CPU_CYCLES, .user_only = user_only_});
    const auto start = counter ? (*counter)->read() : tl::unexpected(counter.error());
    if (start) {
      member.cycles = std::move(*counter);
      member.cycles_at_joining = *start;
      return;
    }
    if (user_only_) perf_.reset();
    user_only_ = true;
  }
}

GroupTime ThreadGroup::used_by(const Member& member) {
  GroupTime used;
  used.threads = read_clock(member.clock, member.at_joining) - member.at_joining;
  const auto now = member.cycles ? member.cycles->read()
                                 : fail(ErrorCode::kUnavailable, "cycles are not counted");
  if (now) {
    used.cycles = now->scaled() - member.cycles_at_joining.scaled();
  } else {
    used.uncounted = used.threads;
  }
  return used;
}

GroupTime& GroupTime::operator+=(const GroupTime& other) {
  threads += other.threads;
  processes += other.processes;
  cycles += other.cycles;
  uncounted += other.uncounted;
  return *this;
}

Seconds ThreadGroup::cpu_time() const {
  const GroupTime sum = time();
  return sum.threads + sum.processes;
}

}  // namespace wattle::energy
