// SPDX-License-Identifier: MIT
#include "search/exchange/csv_trials.h"

#include <algorithm>
#include <utility>

#include "energy/text/csv.h"
#include "energy/text/join.h"
#include "energy/text/number.h"
#include "search/exchange/csv_columns.h"
#include "search/report/report.h"
#include "search/study/told_json.h"
#include "search/table/cell.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// More are counted: the same mistake often stands in a whole column.
constexpr std::size_t kMostFaults = 100;

/// Reads one row after another.
class RowReader {
 public:
  RowReader(const CsvTable& table, const CsvColumns& columns, const Scenario& scenario,
            Faults& faults)
      : table_(table),
        columns_(columns),
        space_(scenario.space),
        goal_metric_(scenario.document.at("goal").at("metric")),
        faults_(faults) {}

  /// nullopt for a row of a trial that had not ended, and after a fault.
  std::optional<Trial> read(std::size_t row) {
    row_ = row;
    const std::size_t faults_before = faults_.size();
    Trial trial;
    trial.parameters = parameters();
    trial.measurement = measurement();
    const auto state = state_of(trial);
    if (!state || faults_.size() > faults_before) return std::nullopt;
    trial.state = *state;
    trial.origin = origin();
    if (columns_.reason) trial.reason = std::string(table_.cell(row_, *columns_.reason));
    if (trial.state == TrialState::kFailed && trial.reason.empty()) {
      trial.reason = "the table does not say why";
    }
    return trial;
  }

 private:
  std::string_view cell(const std::optional<std::size_t>& column) const {
    return column ? table_.cell(row_, *column) : std::string_view();
  }

  std::string place(std::size_t column) const {
    return "line " + std::to_string(table_.line(row_)) + ", column " + table_.heading()[column];
  }

  void blame(std::size_t column, std::string expected, std::string nearest = {}) {
    faults_.push_back(fault_at(place(column), std::string(table_.cell(row_, column)),
                               std::move(expected), std::move(nearest)));
  }

  /// As trials_csv writes it: a choice may be a text that looks like a number, or a list.
  Value value(const Parameter& parameter, std::string_view cell) const {
    for (const Value& choice : parameter.values) {
      if (!is_missing(cell) && cell_text(choice) == cell) return choice;
    }
    return value_of(cell);
  }

  Parameters parameters() {
    json values = json::object();
    for (const auto& [name, at] : columns_.parameters) {
      Value read = value(*space_.find(name), table_.cell(row_, at));
      if (!read.is_null()) values[name] = std::move(read);
    }
    add_constants(space_, values);
    auto point = read_point(values, space_, {});
    if (point) return std::move(*point);
    for (const Fault& fault : point.error()) tell(fault);
    return {};
  }

  /// A fault of the point, whose pointer names a parameter.
  void tell(const Fault& fault) {
    for (const auto& [name, at] : columns_.parameters) {
      if (fault.pointer == "/" + name) return blame(at, fault.expected, fault.nearest);
    }
    faults_.push_back({"line " + std::to_string(table_.line(row_)) + fault.pointer, fault.value,
                       fault.expected, fault.nearest});
  }

  std::optional<double> number(const std::optional<std::size_t>& column, bool may_be_negative) {
    if (is_missing(cell(column))) return std::nullopt;
    const std::optional<double> number = number_of(cell(column));
    if (number && (may_be_negative || *number >= 0.0)) return number;
    blame(*column, may_be_negative ? "a finite number" : "a finite number of at least 0");
    return std::nullopt;
  }

  std::optional<Measurement> measurement() {
    Measurement measurement;
    for (const auto& [name, at] : columns_.metrics) {
      if (const auto found = number(at, true)) measurement.metrics[name] = *found;
    }
    const auto seconds = number(columns_.seconds, false);
    measurement.seconds = Seconds(seconds.value_or(0.0));
    read_energy(measurement);
    const bool counted = measurement.energy.source != energy::Source::kUnknown;
    if (measurement.metrics.empty() && !seconds && !counted) return std::nullopt;
    complete_metrics(measurement, seconds.has_value());
    return measurement;
  }

  void read_energy(Measurement& measurement) {
    energy::EnergyReading& reading = measurement.energy;
    const energy::Source source = source_of();
    const auto joules = number(columns_.joules, true);
    reading.source = joules ? source : energy::Source::kUnknown;
    reading.window = measurement.seconds;
    reading.shared = shared();
    const auto low = number(columns_.low, true);
    const auto high = number(columns_.high, true);
    const auto gross = number(columns_.gross_joules, true);
    if (reading.source == energy::Source::kUnknown) return;
    reading.joules = Joules(*joules);
    reading.low = Joules(low.value_or(*joules));
    reading.high = Joules(high.value_or(*joules));
    measurement.gross_joules = Joules(gross.value_or(*joules));
    if (reading.low > reading.joules) blame(*columns_.low, "at most the joules of the row");
    if (reading.high < reading.joules) blame(*columns_.high, "at least the joules of the row");
  }

  energy::Source source_of() {
    const std::string_view text = without_blanks(cell(columns_.source));
    if (text.empty()) return energy::Source::kReplayed;
    if (const auto source = energy::source_from_string(text)) return *source;
    blame(*columns_.source,
          "counter, sampled, estimated, replayed, reported or unknown: where the joules come from");
    return energy::Source::kUnknown;
  }

  /// "STUDY:TRIAL", as trials_csv writes it.
  std::optional<Origin> origin() {
    const std::string text(without_blanks(cell(columns_.origin)));
    if (text.empty()) return std::nullopt;
    const std::size_t colon = text.rfind(':');
    const auto trial =
        colon == std::string::npos ? std::nullopt : number_of(text.substr(colon + 1));
    if (trial && *trial >= 0.0 && *trial == static_cast<int>(*trial)) {
      return Origin{text.substr(0, colon), static_cast<int>(*trial)};
    }
    blame(*columns_.origin,
          "the study and the number of the trial it was taken from, as in mine:12");
    return std::nullopt;
  }

  bool shared() {
    const Value value = value_of(cell(columns_.shared));
    if (value.is_null() || value.is_boolean()) return value == true;
    blame(*columns_.shared, "true or false");
    return false;
  }

  bool has_goal_metric(const Trial& trial) const {
    return trial.measurement && trial.measurement->metrics.count(goal_metric_) > 0;
  }

  std::optional<TrialState> state_of(const Trial& trial) {
    const std::string name(without_blanks(cell(columns_.state)));
    if (name.empty()) {
      return has_goal_metric(trial) ? TrialState::kComplete : TrialState::kFailed;
    }
    const auto state = trial_state_from_string(name);
    if (!state) {
      const std::vector<std::string> known = ended_state_names();
      blame(*columns_.state, "one of " + join(known), nearest_of(name, known));
    } else if (!is_ended(*state)) {
      return std::nullopt;
    } else if (*state == TrialState::kComplete && !has_goal_metric(trial)) {
      blame(*columns_.state, "another state, or a number for " + goal_metric_ +
                                 ": a complete trial has the goal's metric");
    }
    return state;
  }

  const CsvTable& table_;
  const CsvColumns& columns_;
  const SearchSpace& space_;
  const std::string goal_metric_;
  Faults& faults_;
  std::size_t row_ = 0;
};

Faults problems_of(const std::vector<CsvProblem>& problems) {
  Faults faults;
  for (const auto& [line, problem] : problems) {
    faults.push_back({line == 0 ? "" : "line " + std::to_string(line),
                      problem,
                      "comma-separated values below one heading (RFC 4180)",
                      {}});
  }
  return faults;
}

void cut(Faults& faults) {
  if (faults.size() <= kMostFaults) return;
  const std::string count = std::to_string(faults.size());
  faults.resize(kMostFaults);
  faults.push_back(
      {"", count + " faults", "none; the first " + std::to_string(kMostFaults) + " are named", {}});
}

/// One after another: when they ran is not known.
void set_times(std::vector<Trial>& trials) {
  Seconds now;
  for (Trial& trial : trials) {
    trial.started_at = now;
    if (trial.measurement) now += trial.measurement->seconds;
    trial.ended_at = now;
  }
}

}  // namespace

Validated<ImportedTrials> read_csv_trials(const std::string& text, const Scenario& scenario) {
  const auto table = CsvTable::parse(text);
  if (!table) return tl::unexpected(problems_of(table.error()));
  Faults faults;
  const CsvColumns columns = find_csv_columns(*table, scenario, faults);
  if (!faults.empty()) return tl::unexpected(std::move(faults));

  ImportedTrials imported;
  RowReader reader(*table, columns, scenario, faults);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    auto trial = reader.read(row);
    if (!trial) continue;
    trial->number = static_cast<int>(imported.trials.size());
    imported.trials.push_back(std::move(*trial));
  }
  cut(faults);
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  set_times(imported.trials);
  if (const std::size_t left = table->rows() - imported.trials.size(); left > 0) {
    imported.notes.push_back(std::to_string(left) +
                             " rows of trials that had not ended were left out");
  }
  if (!columns.ignored.empty()) {
    imported.notes.push_back("columns that mean nothing to this scenario: " +
                             join(columns.ignored));
  }
  if (!columns.seconds) imported.notes.emplace_back("the trials' seconds are not known: 0");
  return imported;
}

}  // namespace wattle::search
