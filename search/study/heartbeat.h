// SPDX-License-Identifier: MIT
// Does something at intervals while a study runs.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace wattle::search {

/// Calls `beat`, which must not throw, at intervals from a thread of its own, until it is
/// destroyed; not at once.
class Heartbeat {
 public:
  Heartbeat(std::chrono::milliseconds interval, std::function<void()> beat);

 private:
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;  ///< last: it uses the others
};

}  // namespace wattle::search
