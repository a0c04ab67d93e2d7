// SPDX-License-Identifier: MIT
// A function of the caller's own as an objective.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "search/objective/objective.h"

namespace wattle::search {

/// Evaluates by calling a function. The function is called from as many threads at once as the
/// study has jobs; what it throws fails the trial with its text.
class CallableObjective final : public Objective {
 public:
  /// Returns the metrics that the goal needs, or an Error as `Objective::evaluate` does. One that
  /// takes long asks `context.cancelled()`, and one that makes steps reports them.
  using Function = std::function<Result<Evaluation>(const Parameters&, TrialContext&)>;

  /// `planned_steps`: the last step that every trial reports when nobody stops it, where there is
  /// one; pruners plan by it.
  explicit CallableObjective(Function function, std::optional<int> planned_steps = std::nullopt)
      : function_(std::move(function)), planned_steps_(planned_steps) {}

  /// kCancelled, without calling the function, when the study wants to end already.
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override;
  std::optional<int> planned_steps(const Parameters& /*parameters*/) const override {
    return planned_steps_;
  }

 private:
  Function function_;
  std::optional<int> planned_steps_;
};

}  // namespace wattle::search
