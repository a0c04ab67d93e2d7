// SPDX-License-Identifier: MIT
// Which columns of a table of trials mean what.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "energy/text/csv.h"
#include "search/scenario/faults.h"
#include "search/scenario/scenario.h"

namespace wattle::search {

struct CsvColumn {
  std::string name;    ///< of the parameter or metric
  std::size_t at = 0;  ///< in the heading
};

struct CsvColumns {
  std::vector<CsvColumn> parameters;
  std::vector<CsvColumn> metrics;  ///< the goal's first
  std::optional<std::size_t> state, reason, joules, low, high, gross_joules, source, shared,
      seconds, origin;
  std::vector<std::string> ignored;  ///< names in the heading that mean nothing here
};

/// See csv_trials.h for what is looked for. Faults: a parameter that is always active, or the
/// goal's metric, without a column.
CsvColumns find_csv_columns(const CsvTable& table, const Scenario& scenario, Faults& faults);

}  // namespace wattle::search
