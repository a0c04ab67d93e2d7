// SPDX-License-Identifier: MIT
#include "search/study/task_queue.h"

#include <utility>

namespace wattle::search {

void TaskQueue::push(std::function<void()> task) {
  const std::scoped_lock lock(mutex_);
  waiting_.push_back(std::move(task));
}

void TaskQueue::run_next() {
  std::function<void()> task = [this] {
    const std::scoped_lock lock(mutex_);
    std::function<void()> first = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    return first;
  }();
  task();
  task = nullptr;  // what it holds goes before it counts as done
  const std::scoped_lock lock(mutex_);
  --running_;
}

bool TaskQueue::is_done() const {
  const std::scoped_lock lock(mutex_);
  return waiting_.empty() && running_ == 0;
}

}  // namespace wattle::search
