// SPDX-License-Identifier: MIT
#include "search/space/infer_parameters.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "search/space/parameter.h"
#include "search/space/value_hash.h"

namespace wattle::search {
namespace {

using nlohmann::json;
using Column = std::vector<const Value*>;

std::map<std::string, Column> columns_of(const json& points) {
  std::map<std::string, Column> columns;
  for (const json& row : points) {
    if (!row.is_object()) continue;
    for (const auto& cell : row.items()) {
      Column& column = columns[cell.key()];
      if (!cell.value().is_null()) column.push_back(&cell.value());
    }
  }
  return columns;
}

/// The different values, by first appearance; those met first when there are more than `most`.
std::vector<Value> different_values(const Column& column, std::size_t most) {
  std::unordered_set<const Value*, ValuePointerHash, ValuePointerEqual> seen;
  std::vector<Value> values;
  for (const Value* value : column) {
    if (values.size() > most) break;
    if (seen.insert(value).second) values.push_back(*value);
  }
  return values;
}

bool by_size(const Value& a, const Value& b) { return a.get<double>() < b.get<double>(); }

json range_of(const Column& column) {
  const auto [low, high] = std::minmax_element(
      column.begin(), column.end(), [](const Value* a, const Value* b) { return by_size(*a, *b); });
  const bool whole = std::all_of(column.begin(), column.end(),
                                 [](const Value* value) { return is_whole(value->get<double>()); });
  return {{"type", whole ? "int" : "float"}, {"low", **low}, {"high", **high}};
}

json parameter_of(const Column& column) {
  const bool numbers = std::all_of(column.begin(), column.end(),
                                   [](const Value* value) { return value->is_number(); });
  std::vector<Value> values =
      different_values(column, numbers ? kMostListedNumbers : column.size());
  if (values.size() == 1) return {{"type", "constant"}, {"value", values.front()}};
  if (!numbers) return {{"type", "categorical"}, {"choices", std::move(values)}};
  if (values.size() > kMostListedNumbers) return range_of(column);
  std::sort(values.begin(), values.end(), by_size);
  return {{"type", "ordinal"}, {"values", std::move(values)}};
}

}  // namespace

json infer_parameters(const json& space, const json& points) {
  if (!points.is_array() || (!space.is_null() && !space.is_object())) return space;
  json completed = space.is_null() ? json::object() : space;
  for (const auto& [name, column] : columns_of(points)) {
    if (!completed.contains(name) && !column.empty()) completed[name] = parameter_of(column);
  }
  return completed;
}

}  // namespace wattle::search
