// SPDX-License-Identifier: MIT
#include "search/scenario/form.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "energy/text/join.h"
#include "search/objective/expression.h"
#include "search/space/json_place.h"
#include "search/space/parameter.h"

namespace wattle::search {
namespace {

using nlohmann::json;

bool is_integral(const json& value) {
  if (value.is_number_integer()) return true;
  return value.is_number() && is_whole(value.get<double>());
}

class FormChecker {
 public:
  explicit FormChecker(Form& form) : form_(form) {}

  struct Place {
    bool references = false;
    bool in_list = false;
  };

  json check(const json& value, const Field& field, const std::string& pointer, Place place) {
    place.references = place.references || field.takes_references;
    if (place.references && value.is_string() &&
        is_expression(value.get_ref<const std::string&>())) {
      form_.references.push_back({pointer, value.get<std::string>(), field, place.in_list});
      return value;
    }
    const Place inside{place.references, false};
    switch (field.type) {
      case FieldType::kSection:
        return check_section(value, *field.section, pointer, place, inside);
      case FieldType::kMap:
        return check_map(value, field, pointer, inside);
      case FieldType::kList:
        return check_list(value, field, pointer, inside);
      default:
        return check_leaf(value, field, pointer, place);
    }
  }

 private:
  void fault(const std::string& pointer, const json& value, std::string expected,
             std::string nearest = {}) {
    form_.faults.push_back(fault_at(pointer, value, std::move(expected), std::move(nearest)));
  }

  static bool fits(const json& value, const Field& field) {
    switch (field.type) {
      case FieldType::kText: {
        if (!value.is_string()) return false;
        const auto& written = value.get_ref<const std::string&>();
        if (field.spelling) return field.spelling->accepts(written);
        return field.choices.empty() || std::find(field.choices.begin(), field.choices.end(),
                                                  written) != field.choices.end();
      }
      case FieldType::kNumber:
        return value.is_number() && std::isfinite(value.get<double>()) &&
               field.range.contains(value.get<double>());
      case FieldType::kInteger:
        return is_integral(value) && field.range.contains(value.get<double>());
      case FieldType::kBoolean:
        return value.is_boolean();
      case FieldType::kCondition:
        return value.is_object();
      default:
        return true;
    }
  }

  json check_leaf(const json& value, const Field& field, const std::string& pointer, Place place) {
    if (!fits(value, field)) {
      const std::string also = place.references ? "; or a $name of the space" : "";
      fault(pointer, value, expectation(field) + also,
            value.is_string() ? nearest_of(value.get_ref<const std::string&>(),
                                           field.spelling ? field.examples : field.choices)
                              : "");
      return value;
    }
    const bool spelt_as_real = field.type == FieldType::kInteger && value.is_number_float();
    return spelt_as_real ? json(static_cast<std::int64_t>(value.get<double>())) : value;
  }

  json check_list(const json& value, const Field& field, const std::string& pointer, Place inside) {
    if (!value.is_array() || value.size() < field.least_items) {
      fault(pointer, value, expectation(field));
      return value;
    }
    json result = json::array();
    for (std::size_t i = 0; i < value.size(); ++i) {
      result.push_back(check(value[i], *field.element, child_pointer(pointer, std::to_string(i)),
                             {inside.references, true}));
    }
    return result;
  }

  json check_map(const json& value, const Field& field, const std::string& pointer, Place inside) {
    if (!value.is_object() || value.size() < field.least_items) {
      fault(pointer, value, value.is_object() ? "at least one member" : expectation(field));
      return value;
    }
    json result = json::object();
    for (const auto& [name, item] : value.items()) {
      const std::string place = child_pointer(pointer, name);
      if (!field.spelling->accepts(name)) fault(place, name, field.spelling->in_words);
      result[name] = check(item, *field.element, place, inside);
    }
    return result;
  }

  /// `value` as an object with members: a shorthand written out. Null after a fault.
  json expand(const json& value, const Section& section, const std::string& pointer) {
    if (value.is_object()) {
      if (section.one_needed && value.empty()) {
        std::vector<std::string> names;
        for (const Field& field : section.fields) names.push_back(field.name);
        fault(pointer, value, "at least one of " + join(names));
      }
      const Kind* marked =
          value.contains(section.selector) ? nullptr : section.find_marked_kind(value);
      if (marked == nullptr) return value;
      json written = value;
      written[section.selector] = marked->name;
      return written;
    }
    const std::string written = value.is_string() ? value.get<std::string>() : std::string();
    if (section.shorthand && section.find_kind(written) != nullptr) {
      return {{section.selector, value}};
    }
    const std::vector<std::string> names =
        section.shorthand ? section.kind_names() : std::vector<std::string>();
    fault(pointer, value, section.in_words(), nearest_of(written, names));
    return nullptr;
  }

  json check_section(const json& value, const Section& section, const std::string& pointer,
                     Place place, Place inside) {
    if (const Field* const number = section.number_field(); number && value.is_number()) {
      return check(value, *number, pointer, place);
    }
    const json object = expand(value, section, pointer);
    if (!object.is_object()) return value;
    json result = json::object();
    const Kind* kind = nullptr;
    bool open = false;  // the kind is an expression: members of every kind may stand here
    if (!section.selector.empty()) {
      kind = check_selector(object, section, pointer, place, result);
      open = kind == nullptr && result.contains(section.selector) &&
             result[section.selector].is_string() && place.references &&
             is_expression(result[section.selector].get_ref<const std::string&>());
    }
    check_members(object, section.fields, pointer, inside, true, result);
    if (kind != nullptr) check_members(object, kind->fields, pointer, inside, true, result);
    if (open) {
      for (const Kind& each : section.kinds) {
        check_members(object, each.fields, pointer, inside, false, result);
      }
    }
    reject_unknown(object, section, kind, pointer);
    return result;
  }

  /// The kind that the selector names; null when it is missing, wrong or an expression.
  const Kind* check_selector(const json& object, const Section& section, const std::string& pointer,
                             Place place, json& result) {
    const std::string where = child_pointer(pointer, section.selector);
    const Field field = section.selector_field();
    const auto found = object.find(section.selector);
    if (found == object.end()) {
      const std::vector<std::string> markers = section.markers();
      const std::string or_marker =
          markers.empty() ? "" : ", or a member that tells it: " + join(markers);
      form_.faults.push_back(missing_at(where, expectation(field) + or_marker));
      return nullptr;
    }
    result[section.selector] = check(*found, field, where, {place.references, false});
    return found->is_string() ? section.find_kind(found->get_ref<const std::string&>()) : nullptr;
  }

  /// Moves checked members to `result`, once each; with `complete`, misses and defaults too.
  void check_members(const json& object, const std::vector<Field>& fields,
                     const std::string& pointer, Place inside, bool complete, json& result) {
    for (const Field& field : fields) {
      const std::string where = child_pointer(pointer, field.name);
      const auto found = object.find(field.name);
      if (found != object.end()) {
        if (!result.contains(field.name)) {
          result[field.name] = check(*found, field, where, inside);
        }
      } else if (complete && field.must_exist) {
        form_.faults.push_back(missing_at(where, expectation(field)));
      } else if (complete && field.fallback) {
        result[field.name] = check(*field.fallback, field, where, inside);
      }
    }
  }

  /// Without a kind, members of any kind pass: which of them are wrong is not known.
  void reject_unknown(const json& object, const Section& section, const Kind* kind,
                      const std::string& pointer) {
    std::vector<std::string> known;
    if (!section.selector.empty()) known.push_back(section.selector);
    for (const Field* field : section.fields_of(kind)) known.push_back(field->name);
    const std::string what = kind == nullptr ? section.title : section.selector + " " + kind->name;
    for (const auto& [name, item] : object.items()) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      fault(child_pointer(pointer, name), item, "a member of " + what + ": " + join(known),
            nearest_of(name, known));
    }
  }

  Form& form_;
};

}  // namespace

Form check_form(const json& value, const Field& field, const std::string& pointer) {
  Form form;
  form.document = FormChecker(form).check(value, field, pointer, {});
  return form;
}

}  // namespace wattle::search
