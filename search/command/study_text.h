// SPDX-License-Identifier: MIT
// A study's record in lines for a terminal.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "search/report/findings.h"
#include "search/store/store.h"

namespace wattle::search {

/// "running", "interrupted", or why it ended.
std::string standing(const StoredStudy& study);

/// {"name", "state", "running", "trials": {state: number}, "best", "ledger", "elapsed_seconds",
/// "at_work": [trials that run, each with its last step]}
nlohmann::json status_json(const StoredStudy& study);
std::string status_text(const StoredStudy& study);

std::string trial_text(const Trial& trial, const StudyRecord& study);

/// The winner; empty when there is none.
std::string best_text(const Findings& findings);

}  // namespace wattle::search
