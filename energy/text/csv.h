// SPDX-License-Identifier: MIT
// Comma-separated values as RFC 4180 has them, read strictly. It lives in energy/ because energy/
// is the lowest component: recorded runs and data sets are both read through it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace wattle {

/// One thing that is wrong with a text; lines are counted from 1.
struct CsvProblem {
  std::size_t line = 0;  ///< 0: of the whole
  std::string problem;   ///< "5 cells, where the heading has 6"
};

/// A heading and rows of as many cells. The cells are views into the table, which may be moved but
/// not copied.
class CsvTable {
 public:
  CsvTable(const CsvTable&) = delete;
  CsvTable& operator=(const CsvTable&) = delete;
  CsvTable(CsvTable&&) = default;
  CsvTable& operator=(CsvTable&&) = default;
  ~CsvTable() = default;

  /// Fields in quotes may hold commas, line breaks and doubled quotes; lines end in LF or CR LF; a
  /// UTF-8 byte order mark is skipped, and so are empty lines. Names of the heading lose blanks at
  /// their ends and are told apart, except empty ones (a column of row numbers often has no name).
  /// Problems, the first ones when there are many: a quote that is not closed or has text behind
  /// it, rows of another length than the heading, a name that stands twice, no heading, no rows,
  /// bytes that are no UTF-8. O(n).
  static tl::expected<CsvTable, std::vector<CsvProblem>> parse(std::string_view text);

  const std::vector<std::string>& heading() const { return heading_; }
  std::size_t rows() const { return lines_.size(); }
  /// Without its quotes.
  std::string_view cell(std::size_t row, std::size_t column) const {
    return cells_[row * heading_.size() + column];
  }
  /// The line that a row begins on.
  std::size_t line(std::size_t row) const { return lines_[row]; }

 private:
  friend class CsvParser;
  CsvTable() = default;

  std::vector<char> text_;  ///< moving a vector keeps its elements in place
  std::vector<std::string> heading_;
  std::vector<std::string_view> cells_;
  std::vector<std::size_t> lines_;
};

}  // namespace wattle
