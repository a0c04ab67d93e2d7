// SPDX-License-Identifier: MIT
// The rows of a table, cell by cell.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "search/scenario/table_columns.h"
#include "search/trial/measurement.h"

namespace wattle::search {

/// What one row says. A number that is not there is missing.
struct TableRow {
  std::size_t line = 0;
  nlohmann::json parameters = nlohmann::json::object();  ///< those that have a value
  int step = 0;                                          ///< 0 when the table has no steps
  Value run;                                             ///< null when the table names no runs
  Metrics metrics;
  std::optional<Joules> joules;
  std::optional<Seconds> seconds;
  std::string missing;  ///< the first column of metric, joules and seconds without a value
};

/// Faults of cells: the first ten are told, then how many there are. The same mistake often stands
/// in a whole column.
class CellFaults {
 public:
  CellFaults(std::string file, Faults& faults) : file_(std::move(file)), faults_(faults) {}
  CellFaults(const CellFaults&) = delete;
  CellFaults& operator=(const CellFaults&) = delete;
  ~CellFaults();

  /// `cell` in the column is not what is expected in that line.
  void add(const TableColumn& column, const std::string& cell, std::size_t line,
           const std::string& expected);
  /// A row, or several, at fault.
  void add(const std::string& pointer, const std::string& value, const std::string& expected);

 private:
  std::string file_;
  Faults& faults_;
  std::size_t count_ = 0;
};

/// The rows that `columns.where` takes. Faults: numbers that are none or not finite; joules
/// and seconds below 0 or above 1e15;
/// steps that are no integers from 0 on; with `missing_fails` false, cells of the metric, the
/// joules and the seconds without a value; a filter that no row passes. Cost: linear in the cells.
std::vector<TableRow> read_rows(const CsvTable& table, const TableColumns& columns,
                                bool missing_fails, CellFaults& faults);

}  // namespace wattle::search
