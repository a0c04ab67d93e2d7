// SPDX-License-Identifier: MIT
#include "search/scenario/recorded_table.h"

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <iterator>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "search/scenario/run_builder.h"
#include "search/scenario/table_rows.h"
#include "search/space/fnv1a.h"

namespace wattle::search {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kFilePlace = "/objective/file";

Validated<std::string> read_text(const fs::path& file, const std::string& name) {
  const auto fault = [&](const char* expected) {
    return tl::unexpected(Faults{fault_at(kFilePlace, name, expected)});
  };
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return fault("a file that exists; a relative name starts at the scenario's folder");
  }
  if (fs::is_directory(file, ignored)) return fault("a file, and no folder");
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream || stream.bad()) return fault("a file that can be read");
  return text;
}

/// A hash of the bytes, as 16 hexadecimal digits.
std::string digest_of(const std::string& text) {
  std::ostringstream digits;
  digits << std::hex << std::setw(16) << std::setfill('0') << fnv1a(text);
  return digits.str();
}

Faults told(const std::vector<CsvProblem>& problems, const std::string& name) {
  Faults faults;
  for (const auto& [line, problem] : problems) {
    std::string text = line == 0 ? "" : "line " + std::to_string(line) + " of ";
    text.append(name).append(": ").append(problem);
    faults.push_back(
        {kFilePlace, std::move(text), "comma-separated values below one heading (RFC 4180)", {}});
  }
  return faults;
}

Amounts amounts_of(const json& objective) {
  const json& name = objective.at("amounts");
  return name == "per_step"          ? Amounts::kPerStep
         : name == "running_maximum" ? Amounts::kRunningMaximum
                                     : Amounts::kCumulative;
}

RecordedTable grouped(const std::vector<TableRow>& rows, RunBuilder builder) {
  RecordedTable table;
  std::vector<std::vector<const TableRow*>> groups;
  std::unordered_map<Value, std::size_t, ValueHash> index;
  for (const TableRow& row : rows) {
    const auto [known, added] = index.emplace(row.parameters, groups.size());
    if (added) {
      groups.emplace_back();
      table.lines.push_back(row.line);
      table.configurations.push_back({Parameters(row.parameters), {}});
    }
    groups[known->second].push_back(&row);
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    table.configurations[i].runs = builder.build(groups[i]);
    table.configurations[i].rows = groups[i].size();
  }
  return table;
}

RecordingInfo info_of(const json& objective, const std::string& name, const std::string& text) {
  RecordingInfo info;
  info.name = name;
  info.joules_known = objective.contains("joules");
  if (objective.contains("coverage")) info.domains = objective.at("coverage");
  std::sort(info.domains.begin(), info.domains.end());
  info.domains.erase(std::unique(info.domains.begin(), info.domains.end()), info.domains.end());
  info.digest = digest_of(text);
  return info;
}

}  // namespace

json RecordedTable::points() const {
  json points = json::array();
  for (const RecordedConfiguration& each : configurations) points.push_back(each.parameters.json());
  return points;
}

Validated<RecordedTable> read_recorded_table(const json& objective, const fs::path& folder) {
  const fs::path file = folder / objective.at("file").get<std::string>();
  const std::string name = file.filename().string();
  const Validated<std::string> text = read_text(file, objective.at("file"));
  if (!text) return tl::unexpected(text.error());
  const auto csv = CsvTable::parse(*text);
  if (!csv) return tl::unexpected(told(csv.error(), name));

  Faults faults;
  const TableColumns columns = find_columns(objective, *csv, name, faults);
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  RecordedTable table;
  {
    CellFaults cells(name, faults);
    const auto rows = read_rows(*csv, columns, objective.at("missing") == "fail", cells);
    if (faults.empty())
      table = grouped(rows, RunBuilder(columns, amounts_of(objective), name, cells));
    table.info = info_of(objective, name, *text);
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return table;
}

}  // namespace wattle::search
