// SPDX-License-Identifier: MIT
#include "search/scenario/recorded_table.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <utility>

#include "search/scenario/table_rows.h"
#include "search/space/json_place.h"

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

/// The 64-bit FNV-1a hash, as 16 hexadecimal digits.
std::string digest_of(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  }
  std::ostringstream digits;
  digits << std::hex;
  digits.width(16);
  digits.fill('0');
  digits << hash;
  return digits.str();
}

Faults told(const std::vector<CsvProblem>& problems, const std::string& name) {
  Faults faults;
  for (const auto& [line, problem] : problems) {
    const std::string place = line == 0 ? "" : "line " + std::to_string(line) + " of ";
    faults.push_back({kFilePlace,
                      place + name + ": " + problem,
                      "comma-separated values below one heading (RFC 4180)",
                      {}});
  }
  return faults;
}

/// What the joules and seconds of a curve's row are, see objective.amounts.
enum class Amounts { kCumulative, kPerStep, kRunningMaximum };

Amounts amounts_of(const json& objective) {
  const json& name = objective.at("amounts");
  return name == "per_step"          ? Amounts::kPerStep
         : name == "running_maximum" ? Amounts::kRunningMaximum
                                     : Amounts::kCumulative;
}

/// Turns the rows of one configuration into its runs.
class RunBuilder {
 public:
  RunBuilder(const TableColumns& columns, Amounts amounts, std::string file, CellFaults& faults)
      : columns_(columns), amounts_(amounts), file_(std::move(file)), faults_(faults) {}

  std::vector<RecordedRun> build(const std::vector<const TableRow*>& rows) {
    std::vector<RecordedRun> runs;
    for (auto& part : columns_.run    ? by_name(rows)
                      : columns_.step ? by_occurrence(rows)
                                      : each_alone(rows)) {
      std::stable_sort(part.begin(), part.end(),
                       [](const TableRow* a, const TableRow* b) { return a->step < b->step; });
      check(part);
      runs.push_back(run_of(part));
    }
    return runs;
  }

 private:
  using Part = std::vector<const TableRow*>;

  static std::vector<Part> each_alone(const Part& rows) {
    std::vector<Part> parts;
    for (const TableRow* row : rows) parts.push_back({row});
    return parts;
  }

  static std::vector<Part> by_name(const Part& rows) {
    std::vector<Part> parts;
    std::unordered_map<Value, std::size_t, ValueHash> index;
    for (const TableRow* row : rows) {
      const auto [known, added] = index.emplace(row->run, parts.size());
      if (added) parts.emplace_back();
      parts[known->second].push_back(row);
    }
    return parts;
  }

  std::vector<Part> by_occurrence(const Part& rows) {
    std::vector<Part> parts;
    std::map<int, std::size_t> seen;
    for (const TableRow* row : rows) {
      const std::size_t occurrence = seen[row->step]++;
      if (occurrence == parts.size()) parts.emplace_back();
      parts[occurrence].push_back(row);
    }
    for (const TableRow* row : rows) {
      if (seen[row->step] == parts.size()) continue;
      faults_.add(columns_.step->pointer, std::to_string(row->step),
                  "each step of a configuration equally often, or a column \"run\" that tells the "
                  "runs apart; step " +
                      std::to_string(row->step) + " in " + line(*row) + " stands " +
                      std::to_string(seen[row->step]) + " times, another one " +
                      std::to_string(parts.size()) + " times");
      break;
    }
    return parts;
  }

  std::string line(const TableRow& row) const {
    return "line " + std::to_string(row.line) + " of " + file_;
  }

  void check(const Part& part) {
    const TableRow* before = part.front();
    for (auto row = part.begin() + 1; row != part.end(); ++row) {
      const TableRow& now = **row;
      if (now.step == before->step) {
        const TableColumn& key = columns_.step ? *columns_.step : *columns_.run;
        faults_.add(key.pointer, columns_.step ? std::to_string(now.step) : json_text(now.run),
                    std::string(columns_.step ? "each step once" : "one row") + " in a run; " +
                        line(now) + " repeats " + line(*before));
      }
      check_rising(columns_.seconds, before->seconds, now.seconds, now);
      if (columns_.joules) check_rising(*columns_.joules, before->joules, now.joules, now);
      before = &now;
    }
  }

  template <class Amount>
  void check_rising(const TableColumn& column, const std::optional<Amount>& before,
                    const std::optional<Amount>& now, const TableRow& row) {
    if (amounts_ != Amounts::kCumulative || !before || !now || *now >= *before) return;
    faults_.add(column.pointer, number_text(now->value),
                "at least the " + number_text(before->value) + " of the step before in " +
                    line(row) + ", column " + column.name +
                    ": they are cumulative, unless \"amounts\" says otherwise");
  }

  /// From the start of the run to a row that says `now`.
  template <class Amount>
  Amount up_to(Amount before, const std::optional<Amount>& now) const {
    if (!now) return before;
    switch (amounts_) {
      case Amounts::kPerStep:
        return before + *now;
      case Amounts::kRunningMaximum:
        return std::max(before, *now);
      case Amounts::kCumulative:
        return *now;
    }
    return *now;
  }

  RecordedRun run_of(const Part& part) const {
    RecordedRun run;
    for (const TableRow* row : part) {
      run.joules = up_to(run.joules, row->joules);
      run.seconds = up_to(run.seconds, row->seconds);
      if (!row->missing.empty()) {
        run.failure = line(*row) + " records no " + row->missing;
        return run;
      }
      run.metrics = row->metrics;
      if (columns_.step) run.steps.push_back({row->step, row->metrics, run.joules, run.seconds});
    }
    return run;
  }

  const TableColumns& columns_;
  Amounts amounts_;
  std::string file_;
  CellFaults& faults_;
};

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
