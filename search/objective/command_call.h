// SPDX-License-Identifier: MIT
// The arguments and the environment that a program gets for one trial.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"
#include "search/objective/command_options.h"
#include "search/objective/objective.h"

namespace wattle::search {

/// The descriptor that results are written to, when they do not go to the standard output.
inline constexpr int kResultsDescriptor = 3;

/// How one trial's program is called. A file that was written for it alone goes with this.
class CommandCall {
 public:
  /// Writes the file of parameters where one is wanted: beside the trial's artifacts, or, when none
  /// are kept, in a folder of its own. kInvalidArgument when `run` cannot be resolved.
  static Result<CommandCall> make(const CommandOptions& options, const Parameters& parameters,
                                  const TrialContext& context);
  ~CommandCall();
  CommandCall(CommandCall&& other) noexcept;
  CommandCall& operator=(CommandCall&&) = delete;
  CommandCall(const CommandCall&) = delete;
  CommandCall& operator=(const CommandCall&) = delete;

  const std::vector<std::string>& arguments() const { return arguments_; }
  /// "NAME=value", this process's variables included.
  const std::vector<std::string>& environment() const { return environment_; }

 private:
  CommandCall() = default;

  std::vector<std::string> arguments_;
  std::vector<std::string> environment_;
  std::filesystem::path own_folder_;
};

/// `run` with every reference replaced: texts as they are, other values as JSON.
Result<std::vector<std::string>> resolve_run(const nlohmann::json& run,
                                             const Parameters& parameters);

}  // namespace wattle::search
