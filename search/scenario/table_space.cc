// SPDX-License-Identifier: MIT
#include "search/scenario/table_space.h"

#include <algorithm>
#include <string>
#include <utility>

#include "energy/text/join.h"
#include "search/scenario/fields.h"
#include "search/scenario/form.h"
#include "search/space/infer_parameters.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

constexpr std::string_view kPointsPlace = "/points";

void check_names(const json& document, Faults& faults) {
  const std::vector<std::string> columns = document.at("objective").at("parameters");
  for (const auto& [name, parameter] : document.at("space").items()) {
    if (std::find(columns.begin(), columns.end(), name) != columns.end()) continue;
    faults.push_back(fault_at(child_pointer("/space", name), parameter,
                              "one of objective.parameters: " + join(columns),
                              nearest_of(name, columns)));
  }
}

/// A parameter without any value, which is none of the space unless somebody describes it.
void check_values(const json& document, const RecordedTable& table, Faults& faults) {
  const json& space = document.at("space");
  if (!space.is_object()) return;  // told by its form
  const json& names = document.at("objective").at("parameters");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (space.contains(names[i])) continue;
    faults.push_back(
        fault_at("/objective/parameters/" + std::to_string(i), names[i],
                 "a column with a value in some row that is taken from " + table.info.name));
  }
}

/// A fault of a row, told at the line of the file that it came from.
Fault told_at_line(const Fault& fault, const RecordedTable& table) {
  if (fault.pointer.substr(0, kPointsPlace.size()) != kPointsPlace) return fault;
  const std::string row = fault.pointer.substr(kPointsPlace.size());
  Fault told = fault;
  told.pointer = "/objective/file";
  if (row.empty()) return told;
  told.expected += ", in line " + std::to_string(table.lines[std::stoul(row.substr(1))]) + " of " +
                   table.info.name;
  return told;
}

}  // namespace

bool replays_table(const json& document) {
  static const json::json_pointer kind("/objective/kind");
  return document.is_object() && document.contains(kind) && document.at(kind) == "table";
}

std::optional<RecordedTable> take_table(json& document, const std::filesystem::path& folder,
                                        Faults& faults) {
  const Form form = check_form(document.at("objective"), objective_field(), "/objective");
  if (!form.faults.empty()) return std::nullopt;
  Validated<RecordedTable> table = read_recorded_table(form.document, folder);
  if (!table) {
    add_new(faults, table.error());
    return std::nullopt;
  }
  document["space"] = infer_parameters(document.value("space", json()), table->points());
  const std::size_t before = faults.size();
  check_values(document, *table, faults);
  if (faults.size() > before) return std::nullopt;
  if (!document.contains("finalists")) document["finalists"] = 0;
  return std::move(*table);
}

Validated<SearchSpace> space_of_table(const json& document, const RecordedTable& table) {
  Faults faults;
  check_names(document, faults);
  if (document.contains("points")) {
    faults.push_back(fault_at(std::string(kPointsPlace), document.at("points"),
                              "no points beside a table, whose configurations are the points; "
                              "objective.where and forbid leave some out"));
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  Validated<SearchSpace> space = SearchSpace::from_json(
      document.at("space"), document.value("forbid", json()), table.points());
  if (space) return space;
  for (const Fault& fault : space.error()) faults.push_back(told_at_line(fault, table));
  return tl::unexpected(std::move(faults));
}

}  // namespace wattle::search
