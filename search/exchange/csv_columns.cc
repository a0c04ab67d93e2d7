// SPDX-License-Identifier: MIT
#include "search/exchange/csv_columns.h"

#include <algorithm>
#include <set>

#include "search/scenario/fields.h"
#include "search/trial/measurement.h"

namespace wattle::search {
namespace {

constexpr const char* kParameterPrefix = "param:";
constexpr const char* kMetricPrefix = "metric:";

class ColumnFinder {
 public:
  ColumnFinder(const CsvTable& table, const Scenario& scenario, Faults& faults)
      : heading_(table.heading()), scenario_(scenario), faults_(faults) {}

  CsvColumns run() {
    find_parameters();
    find_metrics();
    find_others();
    for (std::size_t at = 0; at < heading_.size(); ++at) {
      const bool numbers = heading_[at] == "number" || heading_[at].empty();
      if (taken_.count(at) == 0 && !numbers) columns_.ignored.push_back(heading_[at]);
    }
    return std::move(columns_);
  }

 private:
  std::optional<std::size_t> take(const std::string& name) {
    const auto found = std::find(heading_.begin(), heading_.end(), name);
    if (found == heading_.end()) return std::nullopt;
    const auto at = static_cast<std::size_t>(found - heading_.begin());
    if (!taken_.insert(at).second) return std::nullopt;
    return at;
  }

  std::optional<std::size_t> take(const char* prefix, const std::string& name) {
    const auto prefixed = take(prefix + name);
    return prefixed ? prefixed : take(name);
  }

  void missing(const char* prefix, const std::string& name, const char* what) {
    faults_.push_back(fault_at(
        "line 1", name, std::string("a column of that name, or ") + prefix + name + ", for " + what,
        nearest_of(name, heading_)));
  }

  void find_parameters() {
    for (const Parameter& parameter : scenario_.space.parameters()) {
      if (const auto at = take(kParameterPrefix, parameter.name)) {
        columns_.parameters.push_back({parameter.name, *at});
      } else if (!parameter.when && parameter.kind != ParameterKind::kConstant) {
        missing(kParameterPrefix, parameter.name, "a parameter of the space");
      }
    }
  }

  void find_metrics() {
    const std::string goal = scenario_.document.at("goal").at("metric");
    std::vector<std::string> names = metrics_of(scenario_.document.at("objective"));
    names.erase(std::remove(names.begin(), names.end(), goal), names.end());
    names.insert(names.begin(), goal);
    for (const std::string& name : names) {
      // A plain column of that name is the measurement's own.
      const bool measured = name == "seconds" || name == kTrainJoules;
      const auto at = measured ? take(kMetricPrefix + name) : take(kMetricPrefix, name);
      if (at) columns_.metrics.push_back({name, *at});
      if (!at && name == goal && !measured) {
        missing(kMetricPrefix, name, "the goal's metric");
      }
    }
    for (const std::string& name : heading_) {
      if (!name.starts_with(kMetricPrefix)) continue;
      if (const auto at = take(name)) {
        columns_.metrics.push_back({name.substr(std::string(kMetricPrefix).size()), *at});
      }
    }
  }

  void find_others() {
    columns_.state = take("state");
    columns_.reason = take("reason");
    columns_.joules = take("joules");
    if (!columns_.joules) columns_.joules = take(kTrainJoules);
    columns_.low = take("low");
    columns_.high = take("high");
    columns_.gross_joules = take("gross_joules");
    columns_.source = take("source");
    columns_.shared = take("shared");
    columns_.seconds = take("seconds");
    columns_.origin = take("origin");
  }

  const std::vector<std::string>& heading_;
  const Scenario& scenario_;
  Faults& faults_;
  std::set<std::size_t> taken_;
  CsvColumns columns_;
};

}  // namespace

CsvColumns find_csv_columns(const CsvTable& table, const Scenario& scenario, Faults& faults) {
  return ColumnFinder(table, scenario, faults).run();
}

}  // namespace wattle::search
