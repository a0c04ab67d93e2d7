// SPDX-License-Identifier: MIT
#include "search/command/interrupt.h"

#include <chrono>
#include <csignal>

namespace wattle::search {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupted{false};

constexpr std::chrono::milliseconds kLookPeriod{50};

void on_signal(int signal) {
  if (interrupted.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

InterruptStop::InterruptStop()
    : watcher_([source = source_](const std::stop_token& ended) mutable {
        const std::atomic<bool>& signalled = watch_interrupts();
        while (!signalled && !ended.stop_requested()) std::this_thread::sleep_for(kLookPeriod);
        if (signalled) source.request_stop();
      }) {}

const std::atomic<bool>& watch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  return interrupted;
}

}  // namespace wattle::search
