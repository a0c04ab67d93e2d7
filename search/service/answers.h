// SPDX-License-Identifier: MIT
// What the service tells of studies and trials, as JSON. docs/openapi.json has the schemas.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/report/findings.h"
#include "search/service/hosted_study.h"
#include "search/service/study_host.h"

namespace wattle::search {

/// In few words, from what is in memory: of a study that runs.
nlohmann::json running_summary(const std::string& name, HostedStudy& study);
/// The same of one that is only kept; `findings` are the record's.
nlohmann::json kept_summary(const StoredStudy& study, const Findings& findings);
/// A summary, and what only the record tells: goal, strategy, budget, trials by state, best,
/// ledger.
nlohmann::json study_answer(nlohmann::json summary, const StudyRecord& record,
                            const Findings& findings);

nlohmann::json ask_answer(const AskAnswer& answer, Seconds lease_seconds);
/// {"go_on": true}, or {"go_on": false, "because"}
nlohmann::json report_answer(const std::optional<std::string>& stop);
nlohmann::json ended_answer(TrialState state);
/// {"leases": [{"lease", "worker", "trial", "step", "seconds", "silent_seconds"}]}
nlohmann::json leases_answer(const std::vector<HeldLease>& leases, Seconds now);

}  // namespace wattle::search
