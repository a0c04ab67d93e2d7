// SPDX-License-Identifier: MIT
// Tasks on their way to the threads that run them.
#pragma once

#include <deque>
#include <functional>
#include <mutex>

namespace wattle::search {

/// First come, first served. A mutex hands each task over, and takes its end back: ThreadSanitizer
/// sees that, which it does not of TBB's queues, whose library is not built for it. Thread-safe.
class TaskQueue {
 public:
  void push(std::function<void()> task);
  /// Takes the first task and runs it. Requires one that was pushed for this call.
  void run_next();
  /// No task waits, and none runs: what they wrote is seen from here on.
  bool is_done() const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::function<void()>> waiting_;  ///< guarded by mutex_
  int running_ = 0;                            ///< guarded by mutex_
};

}  // namespace wattle::search
