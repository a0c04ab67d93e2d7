// SPDX-License-Identifier: MIT
// What the command's exit status means; docs/command.md tells people.
#pragma once

namespace wattle::search {

enum ExitCode : int {
  kSuccess = 0,
  kError = 1,        ///< something outside failed: no disk, no data, no trainer
  kInvalid = 2,      ///< the scenario, the flags or a file to import are wrong; nothing was started
  kAllFailed = 3,    ///< every trial failed, or there is no best one
  kInterrupted = 4,  ///< stopped on request; `wattle resume` goes on
};

}  // namespace wattle::search
