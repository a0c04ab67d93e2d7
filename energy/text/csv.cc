// SPDX-License-Identifier: MIT
#include "energy/text/csv.h"

#include <algorithm>
#include <set>
#include <utility>

#include "energy/text/number.h"
#include "energy/text/utf8.h"

namespace wattle {
namespace {

/// The same mistake often stands in every line.
constexpr std::size_t kMostProblems = 10;

}  // namespace

/// Reads a copy of the text in place: a quoted field becomes shorter, never longer.
class CsvParser {
 public:
  explicit CsvParser(std::string_view text) { table_.text_.assign(text.begin(), text.end()); }

  tl::expected<CsvTable, std::vector<CsvProblem>> run() {
    if (check_characters()) read_all();
    if (!problems_.empty()) return tl::unexpected(std::move(problems_));
    return std::move(table_);
  }

 private:
  bool at_end() const { return at_ >= table_.text_.size(); }
  char here() const { return table_.text_[at_]; }
  bool here_is(char sign, std::size_t ahead = 0) const {
    return at_ + ahead < table_.text_.size() && table_.text_[at_ + ahead] == sign;
  }
  bool at_line_end() const {
    return at_end() || here_is('\n') || (here_is('\r') && here_is('\n', 1));
  }

  void problem(std::size_t line, std::string what) {
    if (problems_.size() < kMostProblems) problems_.push_back({line, std::move(what)});
  }

  bool check_characters() {
    const std::string_view text(table_.text_.data(), table_.text_.size());
    const std::size_t end = end_of_utf8(text);
    if (end == text.size()) return true;
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    problem(static_cast<std::size_t>(line), "a byte that is no UTF-8");
    return false;
  }

  void read_all() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    const std::string_view text(table_.text_.data(), table_.text_.size());
    if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ = kByteOrderMark.size();
    while (!at_end() && !broken_) {
      if (at_line_end()) {
        skip_line_end();
        continue;
      }
      const std::size_t line = line_;
      std::vector<std::string_view> cells = read_line();
      if (broken_) return;
      if (table_.heading_.empty()) {
        take_heading(cells, line);
      } else {
        take_row(cells, line);
      }
    }
    if (table_.heading_.empty()) {
      problem(0, "nothing at all, where a heading should stand");
    } else if (table_.lines_.empty()) {
      problem(0, "a heading and no rows");
    }
  }

  std::vector<std::string_view> read_line() {
    std::vector<std::string_view> cells;
    cells.reserve(table_.heading_.size());
    while (true) {
      cells.push_back(here_is('"') ? read_quoted() : read_plain());
      if (broken_ || !here_is(',')) break;
      ++at_;
    }
    if (!broken_) skip_line_end();
    return cells;
  }

  std::string_view read_plain() {
    const std::size_t start = at_;
    while (!at_line_end() && here() != ',') ++at_;
    return {table_.text_.data() + start, at_ - start};
  }

  std::string_view read_quoted() {
    const std::size_t opened_on = line_;
    const std::size_t start = ++at_;
    std::size_t end = start;
    while (!at_end() && (here() != '"' || here_is('"', 1))) {
      if (here() == '"') ++at_;  // of two, the second is kept
      if (here() == '\n') ++line_;
      table_.text_[end++] = table_.text_[at_++];
    }
    if (at_end()) {
      problem(opened_on, "a quote that is never closed");
      broken_ = true;
      return {};
    }
    ++at_;
    if (!at_line_end() && here() != ',') {
      problem(line_, "text behind a closing quote");
      broken_ = true;
    }
    return {table_.text_.data() + start, end - start};
  }

  void skip_line_end() {
    if (here_is('\r')) ++at_;
    if (at_end()) return;
    ++at_;
    ++line_;
  }

  void take_heading(const std::vector<std::string_view>& cells, std::size_t line) {
    std::set<std::string_view> seen;
    for (const std::string_view cell : cells) {
      const std::string_view name = without_blanks(cell);
      table_.heading_.emplace_back(name);
      if (!name.empty() && !seen.insert(name).second) {
        problem(line, "the column " + std::string(name) + " twice");
      }
    }
  }

  void take_row(const std::vector<std::string_view>& cells, std::size_t line) {
    if (cells.size() != table_.heading_.size()) {
      problem(line, std::to_string(cells.size()) + (cells.size() == 1 ? " cell" : " cells") +
                        ", where the heading has " + std::to_string(table_.heading_.size()));
    }
    table_.cells_.insert(table_.cells_.end(), cells.begin(), cells.end());
    table_.lines_.push_back(line);
  }

  CsvTable table_;
  std::vector<CsvProblem> problems_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool broken_ = false;  ///< what follows cannot be told apart
};

tl::expected<CsvTable, std::vector<CsvProblem>> CsvTable::parse(std::string_view text) {
  return CsvParser(text).run();
}

}  // namespace wattle
