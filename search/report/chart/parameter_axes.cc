// SPDX-License-Identifier: MIT
#include "search/report/chart/parameter_axes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "search/report/number_text.h"
#include "search/report/ticks.h"

namespace wattle::search {
namespace {

using ValuesByName = std::map<std::string, std::set<Value>>;

ValuesByName values_that_occurred(const std::vector<Trial>& trials) {
  ValuesByName values;
  for (const Trial& trial : trials) {
    for (const auto& [name, value] : trial.parameters.json().items()) values[name].insert(value);
  }
  return values;
}

/// The space's description of a parameter; an empty object where the scenario has none, as for the
/// columns of a table.
nlohmann::json described(const nlohmann::json& scenario, const std::string& name) {
  const auto space = scenario.find("space");
  if (space == scenario.end() || !space->is_object()) return nlohmann::json::object();
  const auto parameter = space->find(name);
  return parameter != space->end() && parameter->is_object() ? *parameter
                                                             : nlohmann::json::object();
}

/// Values that the space lists; none for a range.
nlohmann::json listed_values(const nlohmann::json& parameter) {
  for (const char* member : {"values", "choices"}) {
    if (parameter.contains(member) && parameter.at(member).is_array()) return parameter.at(member);
  }
  return nlohmann::json::array();
}

bool all_finite_numbers(const std::set<Value>& values) {
  return std::all_of(values.begin(), values.end(), [](const Value& value) {
    return value.is_number() && std::isfinite(value.get<double>());
  });
}

std::vector<std::string> categories_of(const nlohmann::json& listed,
                                       const std::set<Value>& occurred) {
  std::vector<std::string> categories;
  const auto add = [&](const Value& value) {
    const std::string text = value_text(value);
    if (std::find(categories.begin(), categories.end(), text) == categories.end()) {
      categories.push_back(text);
    }
  };
  for (const Value& value : listed) {
    if (occurred.count(value) > 0) add(value);
  }
  for (const Value& value : occurred) add(value);
  return categories;
}

bool is_logarithmic(const nlohmann::json& parameter, const std::set<Value>& values) {
  const double low = values.begin()->get<double>();
  const double high = values.rbegin()->get<double>();
  if (parameter.empty()) return wants_logarithm(low, high);
  return low > 0.0 && parameter.value("scale", "linear") == "log";
}

}  // namespace

std::optional<double> ParameterAxis::position(const Parameters& parameters) const {
  const Value* value = parameters.find(name);
  if (value == nullptr) return std::nullopt;
  if (numeric()) return value->get<double>();
  const auto at = std::find(categories.begin(), categories.end(), value_text(*value));
  return static_cast<double>(at - categories.begin());
}

std::string ParameterAxis::text(double position) const {
  return numeric() ? number_text(position) : categories.at(static_cast<std::size_t>(position));
}

std::vector<ParameterAxis> parameter_axes(const StudyRecord& study) {
  std::vector<ParameterAxis> axes;
  for (const auto& [name, values] : values_that_occurred(study.trials)) {
    if (values.size() < 2) continue;
    const nlohmann::json parameter = described(study.scenario, name);
    const nlohmann::json listed = listed_values(parameter);
    ParameterAxis axis{name, false, {}};
    if (listed.empty() && all_finite_numbers(values)) {
      axis.logarithmic = is_logarithmic(parameter, values);
    } else {
      axis.categories = categories_of(listed, values);
    }
    axes.push_back(axis);
  }
  return axes;
}

}  // namespace wattle::search
