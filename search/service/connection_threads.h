// SPDX-License-Identifier: MIT
// A thread for each connection, as many as are needed and not more than there may be.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace wattle::search {

/// Threads are made when they are needed, and end when they have had nothing to do for a while.
class ConnectionThreads final : public httplib::TaskQueue {
 public:
  explicit ConnectionThreads(std::size_t most) : most_(most) {}
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  /// With all threads busy, the task runs at once on the calling thread, and sees
  /// `is_to_be_refused`.
  void enqueue(std::function<void()> task) override;
  /// Waits until all tasks have ended.
  void shutdown() override;

  /// Whether the calling thread's task is one too many.
  static bool is_to_be_refused();

 private:
  void work();
  /// False when the system has no more. Requires mutex_.
  bool start_thread();

  const std::size_t most_;
  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;
  bool over_ = false;
};

}  // namespace wattle::search
