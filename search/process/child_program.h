// SPDX-License-Identifier: MIT
// A program of somebody else's, run under a keeper.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/process_tree.h"
#include "search/process/descriptor.h"

namespace wattle::search {

struct ProgramPlan {
  std::vector<std::string> arguments;    ///< the program, and what it is called with
  std::vector<std::string> environment;  ///< "NAME=value"; nothing else is inherited
  std::filesystem::path directory;       ///< where it runs; empty: here
  bool takes_input = false;              ///< its standard input is a pipe; else there is none
  bool gives_results = false;            ///< its descriptor 3 is a pipe
};

/// How it ended.
struct ProgramEnd {
  int status = 0;  ///< exit status, when `signal` is 0
  int signal = 0;  ///< that ended it
};

/// A running program with all that it starts. Not thread-safe but for `processes`.
///
/// It runs in a session of its own, below a keeper (keeper.h), which is a fork of this process: its
/// memory is shared with it until one of them writes.
class ChildProgram {
 public:
  /// Returns when the program has started. kNotFound, kPermissionDenied or kInvalidArgument when it
  /// cannot, kIo when the system has no more processes or descriptors.
  static Result<std::unique_ptr<ChildProgram>> start(const ProgramPlan& plan);
  /// Kills what is left.
  ~ChildProgram();
  ChildProgram(const ChildProgram&) = delete;
  ChildProgram& operator=(const ChildProgram&) = delete;

  /// Its other ends of the pipes. Those to read are non-blocking.
  Descriptor& input() { return input_; }
  const Descriptor& output() const { return output_; }
  const Descriptor& error() const { return error_; }
  const Descriptor& results() const { return results_; }
  /// Readable when the program has ended and nothing is left of it.
  const Descriptor& ended() const { return status_; }

  /// SIGTERM to its process group. It has ended when all that it started has, or by `kill`.
  void terminate();
  /// SIGKILL to all of its processes.
  void kill();
  /// Waits until it and all that it started are gone, but for what may not be signalled. What they
  /// printed can be read afterwards. kInternal when the keeper itself was killed, kPermissionDenied
  /// when the program may not be.
  Result<ProgramEnd> wait();

  const std::shared_ptr<energy::ProcessTree>& processes() const { return processes_; }

 private:
  ChildProgram() = default;

  Descriptor control_;
  Descriptor status_;
  Descriptor input_;
  Descriptor output_;
  Descriptor error_;
  Descriptor results_;
  std::shared_ptr<energy::ProcessTree> processes_;
};

/// As the kernel tells it to who waits.
ProgramEnd program_end(int wait_status);

/// "exit status 3", "signal 11 (Segmentation fault)".
std::string in_words(const ProgramEnd& end);

}  // namespace wattle::search
