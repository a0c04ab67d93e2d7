// SPDX-License-Identifier: MIT
// Ctrl-C: the first asks the study to end in order, the second ends the process.
#pragma once

#include <atomic>
#include <stop_token>
#include <thread>

namespace wattle::search {

/// Installs the handlers of SIGINT and SIGTERM for the rest of the process. The flag turns true at
/// the first signal.
const std::atomic<bool>& watch_interrupts();

/// The same as a stop token: requested within a tenth of a second of the first signal.
class InterruptStop {
 public:
  InterruptStop();
  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::jthread watcher_;
};

}  // namespace wattle::search
