// SPDX-License-Identifier: MIT
#include "search/objective/table_objective.h"

namespace wattle::search {

Error not_recorded(const RecordedRuns& runs) {
  return {ErrorCode::kInvalidArgument, runs.info().name + " has no run with these parameters", {}};
}

Result<Evaluation> TableObjective::evaluate(const Parameters& /*parameters*/,
                                            TrialContext& /*context*/) {
  return fail(ErrorCode::kInvalidArgument,
              "runs of " + runs_->info().name + " are replayed, not evaluated",
              "use run_study, which replays them on a simulated clock");
}

}  // namespace wattle::search
