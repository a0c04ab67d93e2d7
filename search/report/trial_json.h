// SPDX-License-Identifier: MIT
// Trials, readings and metrics as JSON. Numbers that are not finite become null.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "energy/ledger.h"
#include "energy/reading.h"
#include "search/store/store.h"
#include "search/trial/trial.h"

namespace wattle::search {

nlohmann::json number_json(double value);
nlohmann::json joules_json(Joules joules, bool known);  ///< null when nobody counted them
nlohmann::json metrics_json(const Metrics& metrics);
/// {joules, low, high, source, domains, shared, gross_joules, window_seconds}
nlohmann::json energy_json(const Measurement& measurement);
/// {step, metrics, joules, low, high, gross_joules, shared, seconds}
nlohmann::json step_json(const Step& step, bool joules_known);
/// All that is known of it, steps included. The joules of steps are null, too, where the trial's
/// own were not counted.
nlohmann::json trial_json(const Trial& trial, bool joules_known);
nlohmann::json finalist_json(const Finalist& finalist);
nlohmann::json ledger_json(const energy::LedgerTotals& ledger, bool joules_known);

/// Text of a JSON value; bytes that are not UTF-8 are replaced. `indent` -1: on one line.
std::string json_text(const nlohmann::json& value, int indent = -1);

}  // namespace wattle::search
