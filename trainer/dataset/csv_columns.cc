// SPDX-License-Identifier: MIT
#include "trainer/dataset/csv_columns.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "energy/text/number.h"
#include "trainer/ascii.h"
#include "trainer/dataset/file.h"
#include "trainer/field_reader.h"

namespace wattle::trainer {
namespace {

// A heuristic: more different values are numbers or names of single rows. The data sets in wide
// use that have the most classes have a thousand.
constexpr std::size_t kMostClasses = 1000;
// Unpacked. A heuristic: tables that are larger do not fit beside their features into the memory of
// most machines.
constexpr std::size_t kLargestTable = std::size_t{1} << 31U;

void sort_classes(std::vector<std::string_view>& classes) {
  const bool numbers = std::all_of(classes.begin(), classes.end(),
                                   [](std::string_view name) { return number_of(name); });
  std::sort(classes.begin(), classes.end(), [numbers](std::string_view a, std::string_view b) {
    const double x = numbers ? *number_of(a) : 0.0;
    const double y = numbers ? *number_of(b) : 0.0;
    return std::pair(x, a) < std::pair(y, b);
  });
}

}  // namespace

Result<CsvTable> read_csv(const std::filesystem::path& path) {
  const auto bytes = read_file(path, kLargestTable);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  auto table = CsvTable::parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!table) {
    const CsvProblem& first = table.error().front();
    return corrupt(
        path, (first.line == 0 ? "" : "line " + std::to_string(first.line) + ": ") + first.problem);
  }
  return std::move(*table);
}

bool is_missing(std::string_view cell) {
  const std::string text = ascii_lower(without_blanks(cell));
  return text.empty() || text == "na" || text == "nan" || text == "?";
}

std::string place_of(const std::filesystem::path& path, const CsvTable& table, std::size_t row,
                     std::size_t column) {
  return path.string() + ": line " + std::to_string(table.line(row)) + ", column \"" +
         table.heading()[column] + "\"";
}

Result<std::size_t> find_column(const std::filesystem::path& path, const CsvTable& table,
                                const std::string& name, const std::string& member) {
  const auto& heading = table.heading();
  const auto found = std::find(heading.begin(), heading.end(), name);
  if (name.empty() || found == heading.end()) {
    return fail(ErrorCode::kNotFound, path.string() + ": has no column \"" + name + "\" (" +
                                          member + "); it has " + join(heading));
  }
  return static_cast<std::size_t>(found - heading.begin());
}

Result<Target> read_target(const std::filesystem::path& path, const CsvTable& table,
                           std::size_t column) {
  std::map<std::string_view, std::int64_t> numbers;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view cell = without_blanks(table.cell(row, column));
    if (is_missing(cell)) {
      return fail(ErrorCode::kCorrupt, place_of(path, table, row, column) + ": no class");
    }
    numbers.emplace(cell, 0);
  }
  const std::string& name = table.heading()[column];
  if (numbers.size() < 2 || numbers.size() > kMostClasses) {
    return corrupt(path, "column \"" + name + "\" has " + std::to_string(numbers.size()) +
                             " different values, expected 2 to " + std::to_string(kMostClasses) +
                             " classes");
  }
  std::vector<std::string_view> classes;
  classes.reserve(numbers.size());
  for (const auto& [value, unset] : numbers) {
    classes.push_back(value);
  }
  sort_classes(classes);
  Target target{name, {classes.begin(), classes.end()}, {}};
  for (std::size_t number = 0; number < classes.size(); ++number) {
    numbers[classes[number]] = static_cast<std::int64_t>(number);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    target.labels.push_back(numbers.at(without_blanks(table.cell(row, column))));
  }
  return target;
}

Result<std::vector<Target>> read_targets(const std::filesystem::path& path, const CsvTable& table,
                                         const std::string& own,
                                         const std::vector<std::string>& more) {
  std::vector<std::string> names = {own};
  names.insert(names.end(), more.begin(), more.end());
  std::vector<Target> targets;
  for (const std::string& name : names) {
    auto target =
        find_column(path, table, name, name == own ? kTarget : kMoreTargets)
            .and_then([&](std::size_t column) { return read_target(path, table, column); });
    if (!target) {
      return tl::unexpected(target.error());
    }
    targets.push_back(std::move(*target));
  }
  return targets;
}

}  // namespace wattle::trainer
