// SPDX-License-Identifier: MIT
#include "search/report/design.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "search/objective/expression.h"
#include "search/space/infer_parameters.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// Members whose `$` is only text, or that describe the parameters themselves.
constexpr std::string_view kWithoutReferences[] = {"name",   "description", "$schema",
                                                   "points", "space",       "forbid"};

void collect_references(const json& value, std::set<std::string>& names) {
  if (value.is_structured()) {
    for (const json& part : value) collect_references(part, names);
    return;
  }
  if (!value.is_string() || !is_expression(value.get_ref<const std::string&>())) return;
  if (const auto found = expression_names(value.get_ref<const std::string&>())) {
    names.insert(found->begin(), found->end());
  }
}

void collect_conditions(const SearchSpace& space, const json& forbid,
                        std::set<std::string>& names) {
  const auto add = [&](const Condition& condition) {
    for (std::string& name : condition.parameters()) names.insert(std::move(name));
  };
  for (const Parameter& parameter : space.parameters()) {
    if (parameter.when) add(*parameter.when);
  }
  if (!forbid.is_array()) return;
  for (const json& clause : forbid) {
    if (const auto condition = Condition::from_json(clause, "/forbid")) add(*condition);
  }
}

bool is_input_of_function(const std::string& name) {
  return name.size() > 1 && name.front() == 'x' &&
         std::all_of(name.begin() + 1, name.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Whether the objective is given the parameter without naming it.
bool is_given(const json& objective, const std::string& parameter) {
  const std::string kind = objective.is_object() ? objective.value("kind", "") : "";
  if (kind == "train") return false;
  if (kind == "function") return is_input_of_function(parameter);
  if (kind == "command") return objective.value("pass", "arguments") != "none";
  return true;
}

std::vector<std::string> repeats_of(const json& scenario, const SearchSpace& space) {
  std::set<std::string> referred;
  for (const auto& [member, value] : scenario.items()) {
    const auto* const end = std::end(kWithoutReferences);
    if (std::find(std::begin(kWithoutReferences), end, member) == end) {
      collect_references(value, referred);
    }
  }
  collect_conditions(space, scenario.value("forbid", json()), referred);
  std::vector<std::string> repeats;
  for (const Parameter& parameter : space.parameters()) {
    if (parameter.kind == ParameterKind::kConstant || referred.count(parameter.name) > 0 ||
        is_given(scenario.value("objective", json()), parameter.name)) {
      continue;
    }
    repeats.push_back(parameter.name);
  }
  std::sort(repeats.begin(), repeats.end());
  return repeats;
}

/// The strategy that suggested the trials: what `auto` chose, where it did.
std::string strategy_of(const StudyRecord& study) {
  const json strategy = study.scenario.value("strategy", json::object());
  std::string kind = strategy.is_object() ? strategy.value("kind", "") : "";
  if (kind != "auto" || !study.strategy_state.is_object()) return kind;
  return study.strategy_state.value("chosen", kind);
}

}  // namespace

std::optional<Design> design_of(const StudyRecord& study) {
  if (!study.scenario.is_object() || !study.scenario.contains("space")) return std::nullopt;
  json described =
      infer_parameters(study.scenario.at("space"), study.scenario.value("points", json()));
  const auto whole = SearchSpace::from_json(described, nullptr);
  if (!whole) return std::nullopt;
  Design design;
  design.repeats = repeats_of(study.scenario, *whole);
  for (const std::string& repeat : design.repeats) described.erase(repeat);
  auto space = SearchSpace::from_json(described, nullptr);
  if (!space) return std::nullopt;
  design.space = std::move(*space);
  const auto& parameters = design.space.parameters();
  const bool varies = std::any_of(parameters.begin(), parameters.end(), [](const Parameter& each) {
    return each.kind != ParameterKind::kConstant;
  });
  return varies ? std::optional(std::move(design)) : std::nullopt;
}

std::string confounding(const StudyRecord& study) {
  if (study.context.is_object() && study.context.contains("imported")) {
    return "the trials were imported, and how they were chosen is not on record";
  }
  const std::string kind = strategy_of(study);
  if (kind == "grid" || kind == "random" || kind == "sobol") return {};
  return "the strategy " + kind + " chooses trials by the results of earlier ones";
}

}  // namespace wattle::search
