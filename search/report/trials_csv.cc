// SPDX-License-Identifier: MIT
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "search/report/number_text.h"
#include "search/report/report.h"

namespace wattle::search {
namespace {

/// The names that occur in any trial, in order: the columns.
struct Columns {
  std::set<std::string> parameters;
  std::set<std::string> metrics;
};

Columns columns_of(const StudyRecord& study) {
  Columns columns;
  for (const Trial& trial : study.trials) {
    for (const auto& item : trial.parameters.json().items()) columns.parameters.insert(item.key());
    if (!trial.measurement) continue;
    for (const auto& [name, value] : trial.measurement->metrics) columns.metrics.insert(name);
  }
  return columns;
}

/// Quoted where RFC 4180 asks for it: a comma, a quote, or a line break inside.
std::string field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string cell(const Value* value) { return value == nullptr ? "" : field(cell_text(*value)); }

std::string header(const Columns& columns) {
  std::string line = "number,state";
  for (const std::string& name : columns.parameters)
    line.append(",").append(field("param:" + name));
  for (const std::string& name : columns.metrics) line.append(",").append(field("metric:" + name));
  return line + ",joules,low,high,gross_joules,source,shared,seconds,reason,origin\r\n";
}

std::string measurement_cells(const std::optional<Measurement>& measurement) {
  if (!measurement) return ",,,,,,";
  const energy::EnergyReading& reading = measurement->energy;
  std::string cells;
  for (const double joules : {reading.joules.value, reading.low.value, reading.high.value,
                              measurement->gross_joules.value}) {
    if (reading.source != energy::Source::kUnknown) cells.append(exact_text(joules));
    cells.append(",");
  }
  cells.append(energy::to_string(reading.source)).append(reading.shared ? ",true," : ",false,");
  return cells.append(exact_text(measurement->seconds.value));
}

std::string metric_cell(const Trial& trial, const std::string& name) {
  if (!trial.measurement) return {};
  const auto it = trial.measurement->metrics.find(name);
  return it == trial.measurement->metrics.end() ? std::string() : exact_text(it->second);
}

std::string row(const Trial& trial, const Columns& columns) {
  std::string line = std::to_string(trial.number);
  line.append(",").append(to_string(trial.state));
  for (const std::string& name : columns.parameters) {
    line.append(",").append(cell(trial.parameters.find(name)));
  }
  for (const std::string& name : columns.metrics) line.append(",").append(metric_cell(trial, name));
  line.append(",").append(measurement_cells(trial.measurement));
  line.append(",").append(field(trial.reason)).append(",");
  if (trial.origin) {
    line.append(field(trial.origin->study + ":" + std::to_string(trial.origin->trial)));
  }
  return line.append("\r\n");
}

}  // namespace

std::string cell_text(const Value& value) {
  return value.is_number_float() ? exact_text(value.get<double>()) : value_text(value);
}

std::string trials_csv(const StudyRecord& study) {
  const Columns columns = columns_of(study);
  std::string text = header(columns);
  for (const Trial& trial : study.trials) text += row(trial, columns);
  return text;
}

}  // namespace wattle::search
