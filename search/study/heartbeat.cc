// SPDX-License-Identifier: MIT
#include "search/study/heartbeat.h"

#include <stop_token>
#include <utility>

namespace wattle::search {

Heartbeat::Heartbeat(std::chrono::milliseconds interval, std::function<void()> beat)
    : thread_([this, interval, beat = std::move(beat)](const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (!ended_.wait_for(lock, stop, interval, [&] { return stop.stop_requested(); })) {
          beat();
        }
      }) {}

}  // namespace wattle::search
