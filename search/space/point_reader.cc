// SPDX-License-Identifier: MIT
// From a scenario's `points` to rows of a space, gathering what is wrong on the way.
#include <utility>

#include "search/space/json_place.h"
#include "search/space/search_space.h"

namespace wattle::search {
namespace {

/// Rows at fault that are told one by one: the same mistake often stands in a whole column.
constexpr std::size_t kMostRowFaults = 10;

/// The cells that hold a value, in the space's own spelling.
nlohmann::json cells_of(const nlohmann::json& row, const SearchSpace& space) {
  nlohmann::json values = nlohmann::json::object();
  for (const auto& cell : row.items()) {
    if (cell.value().is_null()) continue;
    const Parameter* parameter = space.find(cell.key());
    values[cell.key()] = parameter == nullptr ? cell.value() : parameter->canonical(cell.value());
  }
  return values;
}

}  // namespace

std::vector<Parameters> SearchSpace::read_points(const nlohmann::json& points,
                                                 std::vector<Fault>& faults) const {
  std::vector<Parameters> rows;
  if (!points.is_array() || points.empty()) {
    faults.push_back({"/points", json_text(points), "a list of one or more rows", {}});
    return rows;
  }
  std::size_t wrong = 0;
  const auto fault = [&](std::size_t at, const std::string& expected) {
    if (++wrong > kMostRowFaults) return;
    faults.push_back({"/points/" + std::to_string(at), json_text(points[at]), expected, {}});
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].is_object()) {
      fault(i, "a row: an object of values by parameter");
      continue;
    }
    nlohmann::json values = cells_of(points[i], *this);
    if (const auto reason = misfit(values)) {
      fault(i, "a point of the space; " + *reason);
      continue;
    }
    Parameters row(std::move(values));
    if (!forbidden(row)) rows.push_back(std::move(row));
  }
  if (wrong > kMostRowFaults) {
    faults.push_back({"/points",
                      std::to_string(wrong) + " rows",
                      "rows that are points of the space; the first " +
                          std::to_string(kMostRowFaults) + " that are not are named",
                      {}});
  }
  return rows;
}

}  // namespace wattle::search
