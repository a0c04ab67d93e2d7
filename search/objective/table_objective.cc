// SPDX-License-Identifier: MIT
#include "search/objective/table_objective.h"

namespace wattle::search {

Error not_recorded(const RecordedRuns& runs) {
  return {ErrorCode::kInvalidArgument, runs.info().name + " has no run with these parameters", {}};
}

Result<Evaluation> TableObjective::evaluate(const Parameters& parameters, TrialContext& context) {
  const RecordedRun* const run = runs_->draw(parameters, context.seed());
  if (run == nullptr) return tl::unexpected<Error>(not_recorded(*runs_));
  for (const Step& step : run->steps) {
    if (context.cancelled()) return fail(ErrorCode::kCancelled, "interrupted");
    const bool last = &step == &run->steps.back();
    if (context.report(step.step, step.metrics) || last) continue;
    return Evaluation{step.metrics, runs_->reading(step.joules, step.seconds)};
  }
  if (!run->failure.empty()) return fail(ErrorCode::kDiverged, run->failure);
  return Evaluation{run->metrics, runs_->reading(run->joules, run->seconds)};
}

}  // namespace wattle::search
