// SPDX-License-Identifier: MIT
// A study's side of isolation: one worker process.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "energy/clock.h"
#include "search/objective/isolated_trainer.h"
#include "search/process/child_program.h"
#include "search/process/json_lines.h"
#include "search/process/kept_output.h"

namespace wattle::search {

/// Runs one request at a time. After an answer of its trainer's, also an error, it takes the next;
/// after any other failure it is dead, and `alive` says so. Not thread-safe.
class WorkerProcess {
 public:
  /// Returns when its trainer is loaded.
  static Result<std::unique_ptr<WorkerProcess>> start(const IsolationOptions& options);

  Result<trainer::ModelSummary> summarise(const nlohmann::json& objective);
  Result<trainer::TrainingResult> train(const trainer::TrainingRequest& request,
                                        trainer::TrainingObserver& observer);
  /// Between requests: false, too, for one that has died since.
  bool alive() const;

 private:
  explicit WorkerProcess(const IsolationOptions& options) : options_(options) {}

  /// Sends a request and returns the answer that has the member `wanted`. `observer` may be null.
  Result<nlohmann::json> ask(const nlohmann::json& request, const char* wanted,
                             trainer::TrainingObserver* observer);
  /// The next message; kNothing when none came for a moment; an error when none will.
  Result<JsonLines::Got> listen(nlohmann::json& message);
  void read_output();
  void pass_cancellation(trainer::TrainingObserver& observer);
  /// Why it must not go on, by the clock or by its memory.
  std::optional<std::string> excess();
  /// Kills it; the error that the trial ends with.
  tl::unexpected<Error> kill(const std::string& why);
  /// It died by itself.
  tl::unexpected<Error> bury();
  ErrorCode failure_code() const;
  std::string last_words() const;

  const IsolationOptions& options_;
  const energy::SteadyClock clock_;
  std::unique_ptr<ChildProgram> program_;
  std::unique_ptr<JsonLines> lines_;
  std::unique_ptr<KeptOutput> error_output_;  ///< of the present request
  Seconds heard_at_;
  Seconds weighed_at_;
  std::optional<Seconds> cancelled_at_;
  bool alive_ = true;
};

}  // namespace wattle::search
