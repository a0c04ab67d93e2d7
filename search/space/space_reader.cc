// SPDX-License-Identifier: MIT
#include "search/space/space_reader.h"

#include <algorithm>
#include <utility>

#include "energy/text/nearest_name.h"
#include "search/space/json_place.h"
#include "search/space/parameter_reader.h"

namespace wattle::search {
namespace {

/// Objectives refer to parameters as $name, so a name has to end where the next sign begins.
bool is_identifier(const std::string& name) {
  const auto letter = [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '_';
  };
  const auto digit = [](char sign) { return sign >= '0' && sign <= '9'; };
  return !name.empty() && !digit(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char sign) { return letter(sign) || digit(sign); });
}

/// Holds conditions against the parameters that they speak of.
class ConditionCheck {
 public:
  /// `sound` are the parameters that were read without a fault; `names` are all of them.
  ConditionCheck(std::vector<std::string> names, const std::vector<const Parameter*>& sound,
                 std::vector<Fault>& faults)
      : names_(std::move(names)), sound_(sound), faults_(faults) {}

  void check(const Condition& condition) {
    for (const Comparison* comparison : condition.comparisons()) {
      if (std::find(names_.begin(), names_.end(), comparison->parameter) == names_.end()) {
        faults_.push_back({comparison->pointer, comparison->parameter,
                           "a condition on a parameter of the space",
                           nearest_name(comparison->parameter, names_)});
        continue;
      }
      for (const Parameter* parameter : sound_) {
        if (parameter->name == comparison->parameter) check(*comparison, *parameter);
      }
    }
    for (const LinearComparison* linear : condition.linear_comparisons()) check(*linear);
  }

 private:
  void check(const LinearComparison& linear) {
    for (const auto& [name, weight] : linear.weights) {
      const std::string pointer = child_pointer(linear.pointer, name);
      if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
        faults_.push_back(
            {pointer, name, "a weight of a parameter of the space", nearest_name(name, names_)});
        continue;
      }
      for (const Parameter* parameter : sound_) {
        if (parameter->name != name || has_only_numbers(*parameter)) continue;
        faults_.push_back(
            {pointer, name, "a weight of a parameter whose values are all numbers", {}});
      }
    }
  }

  static bool has_only_numbers(const Parameter& parameter) {
    return std::all_of(parameter.values.begin(), parameter.values.end(),
                       [](const Value& value) { return value.is_number(); });
  }

  void check(const Comparison& comparison, const Parameter& parameter) {
    if (comparison.orders()) {
      const bool numbers =
          parameter.numeric() || std::any_of(parameter.values.begin(), parameter.values.end(),
                                             [](const Value& value) { return value.is_number(); });
      if (!numbers) {
        faults_.push_back(
            {comparison.pointer,
             json_text(comparison.operand),
             "\"is\", \"is_not\" or \"in\": no value of " + parameter.name + " is a number",
             {}});
      }
    } else if (comparison.op == Comparison::Operator::kIn) {
      for (std::size_t i = 0; i < comparison.operand.size(); ++i) {
        check_value(comparison.operand[i], child_pointer(comparison.pointer, std::to_string(i)),
                    parameter);
      }
    } else {
      check_value(comparison.operand, comparison.pointer, parameter);
    }
  }

  /// Numbers outside a numeric domain are let pass: a bound may move without its conditions.
  void check_value(const Value& value, const std::string& pointer, const Parameter& parameter) {
    if (parameter.numeric() ? value.is_number() : parameter.contains(value)) return;
    std::vector<std::string> texts;
    for (const Value& known : parameter.values) {
      if (known.is_string()) texts.push_back(known.get<std::string>());
    }
    faults_.push_back({pointer, json_text(value),
                       parameter.numeric() ? "a number" : "a value of " + parameter.name,
                       value.is_string() ? nearest_name(value.get<std::string>(), texts) : ""});
  }

  std::vector<std::string> names_;
  const std::vector<const Parameter*>& sound_;
  std::vector<Fault>& faults_;
};

void check_name(const std::string& name, const std::string& pointer, std::vector<Fault>& faults) {
  const auto& words = condition_words();
  if (std::find(words.begin(), words.end(), name) != words.end()) {
    faults.push_back(
        {pointer, name, "another name: any, all, not and linear are words of conditions", {}});
  } else if (!is_identifier(name)) {
    faults.push_back(
        {pointer, name, "a name of letters, digits and _ that starts with no digit", {}});
  }
}

void read_forbid(const nlohmann::json& forbid, SpaceDraft& draft) {
  if (forbid.is_null()) return;
  if (!forbid.is_array()) {
    draft.faults.push_back({"/forbid", json_text(forbid), "a list of conditions", {}});
    return;
  }
  for (std::size_t i = 0; i < forbid.size(); ++i) {
    Validated<Condition> clause = Condition::from_json(forbid[i], "/forbid/" + std::to_string(i));
    if (clause) {
      draft.forbid.push_back(std::move(*clause));
    } else {
      draft.faults.insert(draft.faults.end(), clause.error().begin(), clause.error().end());
    }
  }
}

}  // namespace

SpaceDraft read_space(const nlohmann::json& space, const nlohmann::json& forbid) {
  SpaceDraft draft;
  if (!space.is_object()) {
    draft.faults.push_back({"/space", json_text(space), "an object of parameters by name", {}});
    return draft;
  }
  std::vector<std::string> names;
  std::vector<bool> sound;
  for (const auto& [name, json] : space.items()) {
    const std::string pointer = child_pointer("/space", name);
    const std::size_t before = draft.faults.size();
    check_name(name, pointer, draft.faults);
    draft.parameters.push_back(read_parameter(name, json, pointer, draft.faults));
    names.push_back(name);
    sound.push_back(draft.faults.size() == before);
  }
  read_forbid(forbid, draft);

  std::vector<const Parameter*> sound_parameters;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    if (sound[i]) sound_parameters.push_back(&draft.parameters[i]);
  }
  ConditionCheck check(std::move(names), sound_parameters, draft.faults);
  for (const Parameter& parameter : draft.parameters) {
    if (parameter.when) check.check(*parameter.when);
  }
  for (const Condition& clause : draft.forbid) check.check(clause);
  return draft;
}

}  // namespace wattle::search
