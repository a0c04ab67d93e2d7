// SPDX-License-Identifier: MIT
// Trials from a table: one row each.
#pragma once

#include <string>

#include "search/exchange/imported_trials.h"

namespace wattle::search {

/// The rows of comma-separated values (RFC 4180) below a heading, as trials of a scenario. Columns
/// are found by name, those of Wattle's trials.csv first: `param:x` or `x` for parameter x,
/// `metric:m` or `m` for a metric that the scenario's objective has; further `metric:` columns are
/// metrics, too; `state`, `reason`, `joules`, `low`, `high`, `gross_joules`, `source`, `shared`
/// and `seconds` mean what they do there. Only the parameters and the goal's metric must be there.
///
/// Without `state` a row with the goal's metric is complete, another one failed. Rows that are
/// waiting or running are left out. Without `source` joules were recorded elsewhere (`replayed`);
/// without `joules` they are unknown. A table says nothing of when trials ran: they stand one after
/// another.
///
/// Faults name line and column, all of them up to a hundred.
Validated<ImportedTrials> read_csv_trials(const std::string& text, const Scenario& scenario);

}  // namespace wattle::search
