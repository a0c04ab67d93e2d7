// SPDX-License-Identifier: MIT
#include "search/command/interrupt.h"

#include <csignal>

namespace wattle::search {
namespace {

// A signal handler can reach nothing but a global.
std::atomic<bool> interrupted{false};

void on_signal(int signal) {
  if (interrupted.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

const std::atomic<bool>& watch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  return interrupted;
}

}  // namespace wattle::search
