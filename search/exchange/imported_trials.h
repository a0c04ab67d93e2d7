// SPDX-License-Identifier: MIT
// Trials that were run elsewhere, as a study of Wattle.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "energy/error.h"
#include "search/scenario/scenario.h"
#include "search/store/store.h"

namespace wattle::search {

/// `stopped_because` of a study that has only been imported.
inline constexpr const char* kWasImported = "its trials were imported";

struct ImportedTrials {
  std::vector<Trial> trials;       ///< numbered from 0, points of the scenario's space
  std::vector<std::string> notes;  ///< what people should know: what was left out, and why
};

/// Adds the parameters that have one value and are always active, where they are missing.
void add_constants(const SearchSpace& space, nlohmann::json& values);

/// Gives a trial `seconds`, if they are known, and `train_joules`, if they are, among its metrics,
/// unless they are there.
void complete_metrics(Measurement& measurement, bool seconds_known);

/// The record of a new study of `scenario` with these trials. Its strategy is the one that the
/// scenario names, before its first suggestion; its ledger holds the trials' joules where they were
/// metered, and its time ends with the last trial. Fails as `make_strategy` does.
Result<StudyRecord> imported_record(const Scenario& scenario, std::vector<Trial> trials,
                                    nlohmann::json context);

}  // namespace wattle::search
