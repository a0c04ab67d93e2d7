// SPDX-License-Identifier: MIT
#include "search/study/trial_arena.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "search/study/task_queue.h"

namespace wattle::search {

struct TrialArena::Implementation {
  explicit Implementation(int slots)
      : parallelism(tbb::global_control::max_allowed_parallelism, workers_for(slots)),
        arena(slots, 0) {}

  /// TBB makes no more workers than processors unless told, and counts the calling thread as one.
  /// A host program that allows itself more keeps it.
  static std::size_t workers_for(int slots) {
    constexpr auto kLimit = tbb::global_control::max_allowed_parallelism;
    return std::max(static_cast<std::size_t>(slots) + 1, tbb::global_control::active_value(kLimit));
  }

  TaskQueue tasks;
  tbb::global_control parallelism;
  tbb::task_arena arena;
  tbb::task_group group;
};

TrialArena::TrialArena(int slots) : implementation_(std::make_unique<Implementation>(slots)) {}

TrialArena::~TrialArena() { wait(); }

void TrialArena::start(std::function<void()> task) {
  implementation_->tasks.push(std::move(task));
  TaskQueue* const tasks = &implementation_->tasks;
  implementation_->arena.enqueue(implementation_->group.defer([tasks] { tasks->run_next(); }));
}

void TrialArena::wait() {
  implementation_->arena.execute([this] { implementation_->group.wait(); });
  [[maybe_unused]] const bool done = implementation_->tasks.is_done();
  assert(done);
}

}  // namespace wattle::search
