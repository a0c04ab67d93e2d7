// SPDX-License-Identifier: MIT
#include "search/scenario/run_builder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "search/space/json_place.h"
#include "search/space/value_hash.h"

namespace wattle::search {
namespace {

class Builder {
 public:
  Builder(const TableColumns& columns, Amounts amounts, const std::string& file, CellFaults& faults)
      : columns_(columns), amounts_(amounts), file_(file), faults_(faults) {}

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
      if (columns_.step) {
        run.steps.push_back(
            {row->step, row->metrics, run.joules, run.seconds, run.joules, run.joules, run.joules});
      }
    }
    return run;
  }

  const TableColumns& columns_;
  Amounts amounts_;
  const std::string& file_;
  CellFaults& faults_;
};

}  // namespace

std::vector<RecordedRun> RunBuilder::build(const std::vector<const TableRow*>& rows) {
  return Builder(columns_, amounts_, file_, faults_).build(rows);
}

}  // namespace wattle::search
