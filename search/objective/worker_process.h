// SPDX-License-Identifier: MIT
// A study's side of isolation: one worker process.
#pragma once

#include <functional>
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
  /// Returns when its trainer is loaded. `observer` may be null; kCancelled when it cancels.
  static Result<std::unique_ptr<WorkerProcess>> start(const IsolationOptions& options,
                                                      const trainer::TrainingObserver* observer);

  /// Loads the data, too. A worker that is cancelled meanwhile is dead: it hears nothing before it
  /// has answered.
  Result<trainer::ModelSummary> summarise(const nlohmann::json& objective,
                                          const trainer::TrainingObserver* observer);
  Result<trainer::TrainingResult> train(const trainer::TrainingRequest& request,
                                        trainer::TrainingObserver& observer);
  Result<trainer::ModelProfile> profile(const trainer::ProfileRequest& request,
                                        energy::Account& account);
  /// Between requests: false, too, for one that has died since.
  bool alive() const;
  /// It has read data, by an earlier request.
  bool has_data() const { return has_data_; }

 private:
  explicit WorkerProcess(const IsolationOptions& options) : options_(options) {}

  /// What is done with a message that is no answer, or, when nothing came for a moment, with null.
  using Meanwhile = std::function<Result<void>(const nlohmann::json& message)>;
  /// Sends a request and returns the answer that has the member `wanted`.
  Result<nlohmann::json> ask(const nlohmann::json& request, const char* wanted,
                             const Meanwhile& meanwhile);
  /// Of requests that cannot be cancelled: the worker is killed instead.
  Meanwhile killed_by(const trainer::TrainingObserver* observer);
  void pass_epoch(const nlohmann::json& message, trainer::TrainingObserver& observer);
  /// The next message; kNothing when none came for a moment; an error when none will.
  Result<JsonLines::Got> listen(nlohmann::json& message);
  /// Some of what it printed; false when there is nothing more at the moment.
  bool read_output();
  void pass_cancellation(bool cancelled);
  /// Answers a request for a reading.
  void pass_reading(energy::Account& account);
  /// Why it must not go on, by the clock or by its memory.
  std::optional<Error> excess();
  /// Kills it; the error that the trial ends with.
  tl::unexpected<Error> kill(const std::string& why);
  tl::unexpected<Error> kill(const Error& why);
  /// It died by itself, or speaks no more.
  tl::unexpected<Error> bury();
  ErrorCode failure_code() const;
  std::string last_words() const;

  const IsolationOptions& options_;
  const energy::SteadyClock clock_;
  std::unique_ptr<ChildProgram> program_;
  std::unique_ptr<JsonLines> lines_;
  std::unique_ptr<KeptOutput> error_output_;  ///< of the present request
  bool output_open_ = true;
  bool error_open_ = true;
  Seconds heard_at_;
  Seconds longest_silence_;  ///< of the present request
  Seconds weighed_at_;
  std::optional<Seconds> cancelled_at_;
  bool alive_ = true;
  bool has_data_ = false;
};

}  // namespace wattle::search
