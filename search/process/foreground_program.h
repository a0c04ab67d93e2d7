// SPDX-License-Identifier: MIT
// A program that keeps the terminal, input and output of its caller, as under `time`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/process_tree.h"
#include "search/process/child_program.h"

namespace wattle::search {

/// A running program. Not thread-safe but for `processes`. Until it has been waited for, this
/// process ignores SIGINT and SIGQUIT: they are the program's, which gets them from the terminal
/// too.
class ForegroundProgram {
 public:
  /// `arguments`: the program, looked for in PATH, and what it is called with. kNotFound,
  /// kPermissionDenied, or kIo when it cannot be started.
  static Result<std::unique_ptr<ForegroundProgram>> start(
      const std::vector<std::string>& arguments);
  /// Waits.
  ~ForegroundProgram();
  ForegroundProgram(const ForegroundProgram&) = delete;
  ForegroundProgram& operator=(const ForegroundProgram&) = delete;

  /// Waits for the program; what it leaves running goes on. Later calls return the same.
  ProgramEnd wait();

  const std::shared_ptr<energy::ProcessTree>& processes() const { return processes_; }

 private:
  class IgnoredSignals;
  explicit ForegroundProgram(std::unique_ptr<IgnoredSignals> ignored);

  std::unique_ptr<IgnoredSignals> ignored_;
  pid_t pid_ = 0;
  std::shared_ptr<energy::ProcessTree> processes_;
  bool waited_ = false;
  ProgramEnd end_;
};

}  // namespace wattle::search
