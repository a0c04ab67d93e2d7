// SPDX-License-Identifier: MIT
// Any program as an objective.
#pragma once

#include <utility>

#include "search/objective/command_options.h"
#include "search/objective/objective.h"

namespace wattle::search {

/// Runs a program for each trial: parameters by arguments, variables or a file; results as lines of
/// JSON. docs/your-own-program.md is its contract with the program. Trials may run side by side.
/// Its joules are Wattle's to meter: those that a program reports are a metric like any other, for
/// numbers of different sources are never ranked against each other.
class CommandObjective final : public Objective {
 public:
  explicit CommandObjective(CommandOptions options) : options_(std::move(options)) {}

  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override;
  /// kNotFound or kPermissionDenied when the program, or the folder that it is to run in, is not
  /// there.
  Result<void> prepare(const Parameters& example) override;
  /// What the scenario says.
  std::optional<int> planned_steps(const Parameters& parameters) const override;

 private:
  CommandOptions options_;
};

}  // namespace wattle::search
