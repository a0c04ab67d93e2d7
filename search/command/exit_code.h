// SPDX-License-Identifier: MIT
// What the command's exit status means.
#pragma once

namespace wattle::search {

enum ExitCode : int {
  kSuccess = 0,
  kError = 1,        ///< something outside failed: no disk, no data, no trainer
  kInvalid = 2,      ///< the scenario or the flags are wrong; nothing was started
  kAllFailed = 3,    ///< every trial failed
  kInterrupted = 4,  ///< stopped on request; `--resume` goes on
};

}  // namespace wattle::search
