// SPDX-License-Identifier: MIT
#include "search/scenario/table_rows.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "energy/text/join.h"
#include "energy/text/number.h"
#include "search/space/json_place.h"
#include "search/space/parameter.h"
#include "search/table/cell.h"

namespace wattle::search {
namespace {

constexpr std::size_t kMostCellFaults = 10;
/// A double counts by ones up to 9e15; 1e15 s are 30 million years.
constexpr double kLargestAmount = 1e15;
/// A misspelt value is looked for among so many; a column with more is none of names.
constexpr std::size_t kMostNames = 200;

class RowReader {
 public:
  RowReader(const CsvTable& table, const TableColumns& columns, bool missing_fails,
            CellFaults& faults)
      : table_(table), columns_(columns), missing_fails_(missing_fails), faults_(faults) {}

  bool takes(std::size_t row) const {
    return std::all_of(columns_.where.begin(), columns_.where.end(), [&](const auto& filter) {
      const Value value = value_of(table_.cell(row, filter.column.at));
      return std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
    });
  }

  TableRow read(std::size_t at) {
    TableRow row;
    row.line = table_.line(at);
    for (const TableColumn& column : columns_.parameters) {
      Value value = value_of(table_.cell(at, column.at));
      if (!value.is_null()) row.parameters[column.name] = std::move(value);
    }
    if (columns_.step) row.step = step(at);
    if (columns_.run) row.run = run(at);
    if (const auto value = needed(at, columns_.metric, false, row)) {
      row.metrics[columns_.metric.name] = *value;
    }
    if (const auto value = needed(at, columns_.seconds, true, row)) row.seconds = Seconds(*value);
    if (columns_.joules) {
      if (const auto value = needed(at, *columns_.joules, true, row)) row.joules = Joules(*value);
    }
    for (const TableColumn& column : columns_.further) {
      if (const auto value = cell_number(at, column, false)) row.metrics[column.name] = *value;
    }
    return row;
  }

 private:
  std::string text(std::size_t row, const TableColumn& column) const {
    return std::string(table_.cell(row, column.at));
  }

  /// nullopt when it is missing, and after a fault.
  std::optional<double> cell_number(std::size_t row, const TableColumn& column, bool amount) {
    const std::string_view cell = table_.cell(row, column.at);
    if (is_missing(cell)) return std::nullopt;
    const std::optional<double> number = number_of(cell);
    const bool too_large = number && amount && *number > kLargestAmount;
    if (number && (!amount || *number >= 0.0) && !too_large) return number;
    faults_.add(column, text(row, column), table_.line(row),
                too_large ? "at most 1e15: sums of more would lose single joules and seconds"
                : amount  ? "a finite number of at least 0"
                          : "a finite number");
    return std::nullopt;
  }

  std::optional<double> needed(std::size_t at, const TableColumn& column, bool amount,
                               TableRow& row) {
    if (is_missing(table_.cell(at, column.at))) {
      if (row.missing.empty()) row.missing = column.name;
      if (!missing_fails_) {
        faults_.add(column, text(at, column), table_.line(at),
                    "a number, or \"missing\": \"fail\" in the objective, by which such a run "
                    "fails");
      }
      return std::nullopt;
    }
    return cell_number(at, column, amount);
  }

  int step(std::size_t row) {
    const std::optional<double> number = number_of(table_.cell(row, columns_.step->at));
    constexpr double kLargest = std::numeric_limits<int>::max();
    if (number && is_whole(*number) && *number >= 0.0 && *number <= kLargest)
      return static_cast<int>(*number);
    faults_.add(*columns_.step, text(row, *columns_.step), table_.line(row),
                "an integer of at least 0");
    return 0;
  }

  Value run(std::size_t row) {
    Value value = value_of(table_.cell(row, columns_.run->at));
    if (value.is_null()) {
      faults_.add(*columns_.run, text(row, *columns_.run), table_.line(row),
                  "a name or number of the run");
    }
    return value;
  }

  const CsvTable& table_;
  const TableColumns& columns_;
  bool missing_fails_;
  CellFaults& faults_;
};

/// Names the values of filters that stand in no row at all.
void explain_filters(const CsvTable& table, const TableColumns& columns, CellFaults& faults) {
  bool told = false;
  for (const TableFilter& filter : columns.where) {
    std::set<Value> seen;
    for (std::size_t row = 0; row < table.rows() && seen.size() <= kMostNames; ++row) {
      seen.insert(value_of(table.cell(row, filter.column.at)));
    }
    std::vector<std::string> names;
    names.reserve(seen.size());
    for (const Value& value : seen) {
      names.push_back(value.is_string() ? value.get<std::string>() : json_text(value));
    }
    const bool known = std::any_of(filter.values.begin(), filter.values.end(),
                                   [&](const Value& value) { return seen.count(value) > 0; });
    if (known || seen.size() > kMostNames) continue;
    told = true;
    faults.add(filter.column.pointer, json_text(filter.values),
               "a value of that column: " + join(names));
  }
  if (!told) faults.add("/objective/where", "no row", "values that some row has together");
}

}  // namespace

CellFaults::~CellFaults() {
  if (count_ <= kMostCellFaults) return;
  faults_.push_back({"/objective/file",
                     std::to_string(count_) + " faults in " + file_,
                     "none; the first " + std::to_string(kMostCellFaults) + " are named",
                     {}});
}

void CellFaults::add(const TableColumn& column, const std::string& cell, std::size_t line,
                     const std::string& expected) {
  add(column.pointer, json_text(cell),
      expected + " in line " + std::to_string(line) + " of " + file_ + ", column " + column.name);
}

void CellFaults::add(const std::string& pointer, const std::string& value,
                     const std::string& expected) {
  if (++count_ <= kMostCellFaults) faults_.push_back({pointer, value, expected, {}});
}

std::vector<TableRow> read_rows(const CsvTable& table, const TableColumns& columns,
                                bool missing_fails, CellFaults& faults) {
  RowReader reader(table, columns, missing_fails, faults);
  std::vector<TableRow> rows;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (reader.takes(row)) rows.push_back(reader.read(row));
  }
  if (rows.empty()) explain_filters(table, columns, faults);
  return rows;
}

}  // namespace wattle::search
