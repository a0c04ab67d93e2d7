// SPDX-License-Identifier: MIT
// One run of a program: listens to it, holds it to its memory, and says what came of it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "energy/clock.h"
#include "search/objective/command_options.h"
#include "search/objective/command_result.h"
#include "search/objective/objective.h"
#include "search/process/child_program.h"
#include "search/process/kept_output.h"
#include "search/process/line_splitter.h"

namespace wattle::search {

/// Made, run once, and thrown away. When `run` returns, no process of the trial is left, and all of
/// their CPU time is the trial's.
class CommandTrial {
 public:
  /// Both must outlive it.
  CommandTrial(const CommandOptions& options, TrialContext& context);
  Result<Evaluation> run(const ProgramPlan& plan);

 private:
  /// One stream of the program's.
  struct Stream {
    const Descriptor* descriptor = nullptr;
    bool open = false;
  };

  void listen();
  /// Reads what is there; false when there is nothing more at the moment.
  bool read_all();
  bool read(Stream& stream, KeptOutput* kept, bool results);
  void take(const OutputLine& line);
  void take_result(const CommandResult& result);

  void watch();
  /// Ends the program for a reason of ours. The first one counts.
  void stop(std::optional<Error> because, bool at_once);
  Result<Evaluation> conclude(const Result<ProgramEnd>& end) const;
  Error failure(const ProgramEnd& end) const;

  const CommandOptions& options_;
  TrialContext& context_;
  const energy::SteadyClock clock_;
  Seconds watched_;  ///< when memory was last looked at
  std::unique_ptr<ChildProgram> program_;
  Stream output_, error_, results_;
  KeptOutput kept_output_, kept_error_;
  LineSplitter lines_;

  std::optional<Seconds> stopped_at_;
  std::optional<Error> stopped_because_;  ///< empty: by the study, and what there is counts
  int last_step_ = 0;
  Metrics step_metrics_;
  Metrics final_metrics_;
  std::optional<std::string> infeasible_;
};

}  // namespace wattle::search
