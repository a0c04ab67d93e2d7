// SPDX-License-Identifier: MIT
// Which columns of a file mean what, for an objective of kind `table`.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "energy/text/csv.h"
#include "search/scenario/faults.h"
#include "search/space/value.h"

namespace wattle::search {

struct TableColumn {
  std::string name;     ///< as the scenario writes it
  std::size_t at = 0;   ///< in the heading
  std::string pointer;  ///< where the scenario names it
};

/// Rows are taken whose cell is one of these values.
struct TableFilter {
  TableColumn column;
  std::vector<Value> values;
};

struct TableColumns {
  std::vector<TableColumn> parameters;
  TableColumn metric;
  std::vector<TableColumn> further;  ///< other metrics
  std::optional<TableColumn> joules;
  TableColumn seconds;
  std::optional<TableColumn> step;
  std::optional<TableColumn> run;
  std::vector<TableFilter> where;
};

/// Finds the columns that `objective`, of checked form, names. `file` is for people. Faults: names
/// that no column has, with the nearest; a parameter that is named twice or has another meaning
/// too; a parameter whose name is no identifier; a metric named as Wattle names its own.
///
/// A column may also be called as in Wattle's trials.csv: `param:x` for parameter x, `metric:m` for
/// metric m; where both stand, this one is meant.
TableColumns find_columns(const nlohmann::json& objective, const CsvTable& table,
                          const std::string& file, Faults& faults);

}  // namespace wattle::search
