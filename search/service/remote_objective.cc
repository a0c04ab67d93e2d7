// SPDX-License-Identifier: MIT
#include "search/service/remote_objective.h"

#include "search/objective/planned_epochs.h"

namespace wattle::search {

Result<Evaluation> RemoteObjective::evaluate(const Parameters& /*parameters*/,
                                             TrialContext& /*context*/) {
  return fail(ErrorCode::kUnavailable, "trials of this study run elsewhere");
}

std::optional<int> RemoteObjective::planned_steps(const Parameters& parameters) const {
  return trains() ? planned_epochs(objective_, parameters) : std::nullopt;
}

std::string RemoteObjective::repeatable_energy_metric() const {
  return trains() ? "modelled_joules" : "";
}

bool RemoteObjective::trains() const {
  return objective_.is_object() && objective_.value("kind", "") == "train";
}

}  // namespace wattle::search
