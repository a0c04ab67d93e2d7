// SPDX-License-Identifier: MIT
#include "search/service/connection_threads.h"

#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace wattle::search {
namespace {

constexpr std::chrono::seconds kIdle{20};

bool& refused() {
  thread_local bool refused = false;
  return refused;
}

}  // namespace

bool ConnectionThreads::is_to_be_refused() { return refused(); }

void ConnectionThreads::enqueue(std::function<void()> task) {
  std::unique_lock lock(mutex_);
  const bool is_free = idle_ > waiting_.size();
  if (is_free || (threads_ < most_ && start_thread())) {
    waiting_.push_back(std::move(task));
    changed_.notify_one();
    return;
  }
  lock.unlock();
  refused() = true;
  task();
  refused() = false;
}

bool ConnectionThreads::start_thread() {
  try {
    std::thread([this] { work(); }).detach();  // `shutdown` waits for it
  } catch (const std::system_error&) {
    return false;  // the system has no more
  }
  ++threads_;
  return true;
}

void ConnectionThreads::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait_for(lock, kIdle, [&] { return !waiting_.empty() || over_; });
    --idle_;
    if (waiting_.empty()) break;
    const std::function<void()> task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
  --threads_;
  changed_.notify_all();
}

void ConnectionThreads::shutdown() {
  std::unique_lock lock(mutex_);
  over_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return threads_ == 0; });
}

}  // namespace wattle::search
