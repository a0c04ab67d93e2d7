// SPDX-License-Identifier: MIT
#include "search/scenario/table_columns.h"

#include <algorithm>
#include <utility>

#include "energy/text/join.h"
#include "search/scenario/field.h"
#include "search/space/json_place.h"
#include "search/trial/measurement.h"

namespace wattle::search {
namespace {

using nlohmann::json;

class ColumnFinder {
 public:
  ColumnFinder(const json& objective, const CsvTable& table, const std::string& file,
               Faults& faults)
      : objective_(objective), heading_(table.heading()), file_(file), faults_(faults) {}

  TableColumns run() {
    TableColumns columns;
    columns.parameters = list("parameters", "param:");
    columns.metric = one("metric", "metric:");
    columns.further = list("metrics", "metric:");
    columns.joules = optional("joules");
    columns.seconds = one("seconds");
    columns.step = optional("step");
    columns.run = optional("run");
    columns.where = filters();
    check_parameters(columns);
    check_metric_name(columns.metric);
    for (const TableColumn& metric : columns.further) check_metric_name(metric);
    return columns;
  }

 private:
  TableColumn find(const std::string& name, std::string pointer, const std::string& prefix = {}) {
    // Prefixed first: a trials.csv of Wattle has columns such as `source` of its own.
    for (const std::string& spelling : {prefix + name, name}) {
      const auto found = std::find(heading_.begin(), heading_.end(), spelling);
      if (found != heading_.end() && !name.empty()) {
        return {name, static_cast<std::size_t>(found - heading_.begin()), std::move(pointer)};
      }
    }
    faults_.push_back(fault_at(pointer, name, "a column of " + file_ + ": " + join(heading_),
                               nearest_of(name, heading_)));
    return {name, heading_.size(), std::move(pointer)};
  }

  TableColumn one(const std::string& member, const std::string& prefix = {}) {
    return find(objective_.at(member), "/objective/" + member, prefix);
  }

  std::optional<TableColumn> optional(const std::string& member) {
    return objective_.contains(member) ? std::optional(one(member)) : std::nullopt;
  }

  std::vector<TableColumn> list(const std::string& member, const std::string& prefix) {
    std::vector<TableColumn> columns;
    if (!objective_.contains(member)) return columns;
    const json& names = objective_.at(member);
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string pointer = "/objective/" + member + "/" + std::to_string(i);
      columns.push_back(find(names[i], pointer, prefix));
    }
    return columns;
  }

  std::vector<TableFilter> filters() {
    std::vector<TableFilter> filters;
    if (!objective_.contains("where")) return filters;
    for (const auto& [name, wanted] : objective_.at("where").items()) {
      TableFilter filter{find(name, child_pointer("/objective/where", name)), {}};
      if (wanted.is_array()) {
        filter.values.assign(wanted.begin(), wanted.end());
      } else {
        filter.values = {wanted};
      }
      filters.push_back(std::move(filter));
    }
    return filters;
  }

  void check_parameters(const TableColumns& columns) {
    std::vector<const TableColumn*> others = {&columns.metric, &columns.seconds};
    for (const TableColumn& metric : columns.further) others.push_back(&metric);
    for (const auto* column : {&columns.joules, &columns.step, &columns.run}) {
      if (*column) others.push_back(&**column);
    }
    for (const TableColumn& parameter : columns.parameters) {
      if (parameter.at == heading_.size()) continue;  // told already
      const auto same = [&](const TableColumn* other) { return other->at == parameter.at; };
      const auto twin = std::find_if(others.begin(), others.end(), same);
      if (twin != others.end()) {
        faults_.push_back(
            fault_at(parameter.pointer, parameter.name,
                     "a column that means one thing; it is also named at " + (*twin)->pointer));
      } else if (!is_identifier(parameter.name)) {
        faults_.push_back(fault_at(parameter.pointer, parameter.name,
                                   "a name of letters, digits and _, not beginning with a digit: "
                                   "it becomes a parameter of the space"));
      }
      others.push_back(&parameter);
    }
  }

  void check_metric_name(const TableColumn& metric) {
    if (metric.name != kTrainJoules && metric.name != "seconds") return;
    faults_.push_back(fault_at(metric.pointer, metric.name,
                               "another column: a goal may always name " + metric.name +
                                   ", which is read from /objective/" +
                                   (metric.name == kTrainJoules ? "joules" : "seconds")));
  }

  const json& objective_;
  const std::vector<std::string>& heading_;
  const std::string& file_;
  Faults& faults_;
};

}  // namespace

TableColumns find_columns(const json& objective, const CsvTable& table, const std::string& file,
                          Faults& faults) {
  return ColumnFinder(objective, table, file, faults).run();
}

}  // namespace wattle::search
