// SPDX-License-Identifier: MIT
// A named test problem as an objective: nothing is trained, and the optimum is known.
#pragma once

#include "search/objective/objective.h"
#include "search/objective/test_functions.h"

namespace wattle::search {

/// Evaluates a test function at the parameters x0, x1, ...; gives the metric "value".
class FunctionObjective final : public Objective {
 public:
  struct Options {
    double noise = 0.0;         ///< standard deviation of the normal noise added to the value
    double milliseconds = 0.0;  ///< time a trial sleeps, to stand for work
  };
  FunctionObjective(const TestFunction& function, Options options)
      : function_(function), options_(options) {}

  /// kInvalidArgument when x0 .. x{d-1} are not all there as numbers.
  Result<Evaluation> evaluate(const Parameters& parameters, TrialContext& context) override;
  std::optional<nlohmann::json> identity(const Parameters& parameters) override;

 private:
  const TestFunction& function_;
  Options options_;
};

}  // namespace wattle::search
