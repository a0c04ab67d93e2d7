// SPDX-License-Identifier: MIT
// Ctrl-C: the first asks the study to end in order, the second ends the process.
#pragma once

#include <atomic>

namespace wattle::search {

/// Installs the handlers of SIGINT and SIGTERM for the rest of the process. The flag turns true at
/// the first signal.
const std::atomic<bool>& watch_interrupts();

}  // namespace wattle::search
