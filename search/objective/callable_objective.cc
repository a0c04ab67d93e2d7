// SPDX-License-Identifier: MIT
#include "search/objective/callable_objective.h"

namespace wattle::search {

Result<Evaluation> CallableObjective::evaluate(const Parameters& parameters,
                                               TrialContext& context) {
  if (context.cancelled()) return fail(ErrorCode::kCancelled, "the study was cancelled");
  return function_(parameters, context);
}

}  // namespace wattle::search
