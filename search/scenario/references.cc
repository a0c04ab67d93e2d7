// SPDX-License-Identifier: MIT
#include "search/scenario/references.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "search/objective/expression.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// A value that a parameter may take, and where it is written.
struct Candidate {
  std::string pointer;
  json value;
};

/// The listed values; the ends of a range as they are reached by its steps.
std::vector<Candidate> candidates(const std::string& name, const json& parameter) {
  const std::string pointer = child_pointer("/space", name);
  const std::string type = parameter.at("type");
  if (type == "constant") return {{pointer + "/value", parameter.at("value")}};
  if (type == "ordinal" || type == "categorical") {
    const std::string member = type == "ordinal" ? "values" : "choices";
    const std::string list = child_pointer(pointer, member);
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < parameter.at(member).size(); ++i) {
      all.push_back({child_pointer(list, std::to_string(i)), parameter.at(member)[i]});
    }
    return all;
  }
  const auto low = parameter.at("low").get<double>();
  auto high = parameter.at("high").get<double>();
  const double step = parameter.value("step", 0.0);
  if (step > 0.0) high = low + std::floor((high - low) / step) * step;
  if (type == "float") return {{pointer + "/low", low}, {pointer + "/high", high}};
  return {{pointer + "/low", static_cast<std::int64_t>(low)},
          {pointer + "/high", static_cast<std::int64_t>(high)}};
}

class ReferenceChecker {
 public:
  ReferenceChecker(const Form& form, const SearchSpace* space)
      : form_(form), space_(space), parameters_(form.document.at("space")) {
    for (const auto& [name, parameter] : parameters_.items()) names_.push_back(name);
  }

  Faults run() {
    for (const ReferenceUse& use : form_.references) check(use);
    return std::move(faults_);
  }

 private:
  void fault(const ReferenceUse& use, std::string expected, std::string nearest = {}) {
    faults_.push_back(fault_at(use.pointer, use.text, std::move(expected), std::move(nearest)));
  }

  void check(const ReferenceUse& use) {
    const Result<std::vector<std::string>> names = expression_names(use.text);
    if (!names) return fault(use, "an expression; " + names.error().message);
    bool sound = true;
    for (const std::string& name : *names) {
      const auto parameter = parameters_.find(name);
      if (parameter == parameters_.end()) {
        const std::string nearest = nearest_of(name, names_);
        fault(use, "the name of a parameter of the space", nearest.empty() ? "" : "$" + nearest);
        sound = false;
      } else if (has_fault_within(form_.faults, child_pointer("/space", name))) {
        sound = false;
      } else if (parameter->contains("when") && (use.in_list || use.field.must_exist)) {
        fault(use, std::string("a parameter that is always active, since ") +
                       (use.in_list ? "an element of a list" : "this member") +
                       " cannot be left out; " + name + " has a \"when\"");
      }
    }
    if (!sound) return;
    if (const auto lone = lone_reference(use.text)) {
      check_lone(use, *lone);
    } else {
      check_arithmetic(use, *names);
    }
  }

  void check_lone(const ReferenceUse& use, const std::string& name) {
    const json& parameter = parameters_.at(name);
    const std::string type = parameter.at("type");
    const FieldType wanted = use.field.type;
    const bool number_wanted =
        wanted == FieldType::kNumber || (wanted == FieldType::kInteger && type == "int");
    if ((type == "float" || type == "int") && !number_wanted && wanted != FieldType::kAny) {
      return fault(use, expectation(use.field) + "; " + name + " is " +
                            (type == "int" ? "an int" : "a float") + " parameter");
    }
    for (const Candidate& candidate : candidates(name, parameter)) {
      const Form form = check_form(candidate.value, use.field, candidate.pointer);
      for (const Fault& found : form.faults) {
        faults_.push_back({found.pointer, found.value,
                           found.expected + ", for the $" + name + " at " + use.pointer,
                           found.nearest});
      }
      if (form.faults.empty() && wanted == FieldType::kInteger &&
          !candidate.value.is_number_integer()) {
        faults_.push_back(fault_at(
            candidate.pointer, candidate.value,
            "an integer written without a point, for the $" + name + " at " + use.pointer));
      }
    }
  }

  void check_arithmetic(const ReferenceUse& use, const std::vector<std::string>& names) {
    const FieldType wanted = use.field.type;
    if (wanted != FieldType::kNumber && wanted != FieldType::kInteger &&
        wanted != FieldType::kAny) {
      return fault(use, expectation(use.field) + "; or a lone $name: arithmetic gives a number");
    }
    for (const json& values : assignments(names)) {
      const Parameters parameters(values);
      if (space_ != nullptr && space_->forbidden(parameters)) continue;
      const std::string with = "with " + json_text(values);
      const Result<json> result = resolve(use.text, parameters);
      if (!result)
        return fault(use, expectation(use.field) + "; " + with + ": " + result.error().message);
      const bool fits = check_form(*result, use.field).faults.empty() &&
                        (wanted != FieldType::kInteger || result->is_number_integer());
      if (!fits) {
        return fault(use, expectation(use.field) + "; it is " + json_text(*result) + " " + with);
      }
    }
  }

  std::vector<json> assignments(const std::vector<std::string>& names) const {
    std::vector<json> result;
    if (names.size() == 1) {
      for (Candidate& candidate : candidates(names.front(), parameters_.at(names.front()))) {
        result.push_back({{names.front(), std::move(candidate.value)}});
      }
      return result;
    }
    if (space_ != nullptr && space_->rows() != nullptr) {
      result = {space_->rows()->front().json(), space_->rows()->back().json()};
      std::erase_if(result, [&](const json& row) {
        return !std::all_of(names.begin(), names.end(),
                            [&](const std::string& name) { return row.contains(name); });
      });
      return result;
    }
    result.assign(2, json::object());
    for (const std::string& name : names) {
      const std::vector<Candidate> all = candidates(name, parameters_.at(name));
      result.front()[name] = all.front().value;
      result.back()[name] = all.back().value;
    }
    return result;
  }

  const Form& form_;
  const SearchSpace* space_;
  const json& parameters_;
  std::vector<std::string> names_;
  Faults faults_;
};

}  // namespace

Faults check_references(const Form& form, const SearchSpace* space) {
  const json& document = form.document;
  const bool readable =
      document.is_object() && document.contains("space") && document.at("space").is_object();
  return readable ? ReferenceChecker(form, space).run() : Faults();
}

}  // namespace wattle::search
