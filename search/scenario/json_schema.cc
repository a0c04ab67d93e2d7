// SPDX-License-Identifier: MIT
// The table of fields as JSON Schema, for editors and for programs that write scenarios.
#include <algorithm>
#include <cstdint>
#include <string>

#include "search/scenario/fields.h"
#include "search/scenario/scenario.h"
#include "search/space/parameter.h"

namespace wattle::search {
namespace {

using nlohmann::json;

// The same as is_expression and lone_reference.
const char* const kExpressionPattern = "\\$[A-Za-z_]";
const char* const kLonePattern = "^[ \\t]*\\$[A-Za-z_][A-Za-z0-9_]*[ \\t]*$";

json reference_to(const std::string& definition) { return {{"$ref", "#/$defs/" + definition}}; }

json exact_number(double value) {
  return is_whole(value) ? json(static_cast<std::int64_t>(value)) : json(value);
}

json condition_schema() {
  const json number = {{"type", "number"}};
  const json weights = {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", number}};
  const json linear = {
      {"minProperties", 2},
      {"propertyNames", {{"enum", {"linear", "above", "at_least", "below", "at_most"}}}},
      {"properties",
       {{"above", number}, {"at_least", number}, {"below", number}, {"at_most", number}}}};
  const json conditions = {
      {"type", "array"}, {"minItems", 1}, {"items", reference_to("condition")}};
  return {
      {"type", "object"},
      {"description",
       "Parameters and what they must be, all together; \"any\", \"all\" and \"not\" combine; "
       "\"linear\" is a weighted sum, beside its bounds."},
      {"minProperties", 1},
      {"properties",
       {{"any", conditions},
        {"all", conditions},
        {"not", reference_to("condition")},
        {"linear", weights}}},
      {"if", {{"required", {"linear"}}}},
      {"then", linear},
      {"additionalProperties",
       {{"if", {{"type", "object"}}}, {"then", reference_to("condition.comparison")}}},
  };
}

/// Writes sections into `definitions` as it meets them.
class SchemaWriter {
 public:
  json of(const Field& field, bool references) {
    references = references || field.takes_references;
    json schema = plain(field, references);
    if (references) {
      const bool numeric = field.type == FieldType::kNumber || field.type == FieldType::kInteger;
      schema = {{"anyOf", {std::move(schema), reference_to(numeric ? "expression" : "reference")}}};
    }
    if (!field.meaning.empty()) schema["description"] = field.meaning;
    if (field.fallback) schema["default"] = *field.fallback;
    return schema;
  }

  json take_definitions() { return std::move(definitions_); }

 private:
  json plain(const Field& field, bool inside) {
    switch (field.type) {
      case FieldType::kText: {
        json schema = {{"type", "string"}};
        if (!field.choices.empty()) schema["enum"] = field.choices;
        if (field.spelling) schema["pattern"] = field.spelling->pattern;
        if (!field.examples.empty()) schema["examples"] = field.examples;
        return schema;
      }
      case FieldType::kNumber:
      case FieldType::kInteger:
        return number(field);
      case FieldType::kBoolean:
        return {{"type", "boolean"}};
      case FieldType::kAny:
        return json::object();
      case FieldType::kCondition:
        return reference_to("condition");
      case FieldType::kList:
        return {{"type", "array"},
                {"minItems", field.least_items},
                {"items", of(*field.element, inside)}};
      case FieldType::kMap:
        return {{"type", "object"},
                {"minProperties", field.least_items},
                {"propertyNames", {{"pattern", field.spelling->pattern}}},
                {"additionalProperties", of(*field.element, inside)}};
      case FieldType::kSection:
        return section(*field.section, inside);
    }
    return json::object();
  }

  static json number(const Field& field) {
    json schema = {{"type", field.type == FieldType::kInteger ? "integer" : "number"}};
    const Range& range = field.range;
    if (range.low)
      schema[range.above_low ? "exclusiveMinimum" : "minimum"] = exact_number(*range.low);
    if (range.high) {
      schema[range.below_high ? "exclusiveMaximum" : "maximum"] = exact_number(*range.high);
    }
    return schema;
  }

  json section(const Section& section, bool inside) {
    if (!definitions_.contains(section.title)) {
      definitions_[section.title] = nullptr;  // met; written below
      json schema =
          section.selector.empty() ? members(section, nullptr, inside) : kinds(section, inside);
      if (section.shorthand) {
        schema = {{"if", {{"type", "string"}}},
                  {"then", {{"enum", section.kind_names()}}},
                  {"else", std::move(schema)}};
      }
      if (const Field* const alone = section.number_field()) {
        schema = {{"if", {{"type", "number"}}}, {"then", number(*alone)}, {"else", schema}};
      }
      schema["description"] = section.meaning;
      definitions_[section.title] = std::move(schema);
    }
    return reference_to(section.title);
  }

  /// An object of exactly the members of one kind; of the common ones when there are no kinds.
  json members(const Section& section, const Kind* kind, bool inside) {
    json properties = json::object();
    json required = json::array();
    for (const Field* field : section.fields_of(kind)) {
      properties[field->name] = of(*field, inside);
      if (field->must_exist) required.push_back(field->name);
    }
    if (!section.selector.empty()) properties[section.selector] = true;  // its rule is in `kinds`
    json schema = {
        {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = std::move(required);
    if (section.one_needed) schema["minProperties"] = 1;
    return schema;
  }

  json kinds(const Section& section, bool inside) {
    json rules = json::array();
    for (const Kind& kind : section.kinds) {
      json then = members(section, &kind, inside);
      then["description"] = kind.meaning;
      rules.push_back({{"if", is_of(kind, section)}, {"then", std::move(then)}});
    }
    if (inside) {
      json open = members(section, nullptr, inside);
      open.erase("required");
      rules.push_back({{"if",
                        {{"required", {section.selector}},
                         {"properties", {{section.selector, reference_to("reference")}}}}},
                       {"then", std::move(open)}});
    }
    return {{"type", "object"},
            {"properties", {{section.selector, of(section.selector_field(), inside)}}},
            {"anyOf", tellers(section)},
            {"allOf", std::move(rules)}};
  }

  /// An object whose selector, or in its absence whose marker, tells this kind.
  static json is_of(const Kind& kind, const Section& section) {
    json named = {{"required", {section.selector}},
                  {"properties", {{section.selector, {{"const", kind.name}}}}}};
    if (kind.marker.empty()) return named;
    const json marked = {{"required", {kind.marker}}, {"not", {{"required", {section.selector}}}}};
    return {{"anyOf", {named, marked}}};
  }

  /// An object with some member that tells its kind.
  static json tellers(const Section& section) {
    json alternatives = {{{"required", {section.selector}}}};
    for (const std::string& marker : section.markers()) {
      alternatives.push_back({{"required", {marker}}});
    }
    return alternatives;
  }

  json definitions_ = json::object();
};

/// The columns of listed points, and of a table, are parameters without being described.
void allow_inferred_space(json& scenario) {
  json& required = scenario.at("required");
  required.erase(std::remove(required.begin(), required.end(), "space"), required.end());
  const json table = {{"required", {"kind"}}, {"properties", {{"kind", {{"const", "table"}}}}}};
  scenario["anyOf"] = {{{"required", {"space"}}},
                       {{"required", {"points"}}},
                       {{"required", {"objective"}}, {"properties", {{"objective", table}}}}};
}

}  // namespace

json scenario_schema() {
  SchemaWriter writer;
  const Field& root = scenario_fields();
  writer.of(root, false);
  writer.of(comparison_field(), false);
  json definitions = writer.take_definitions();
  allow_inferred_space(definitions.at("scenario"));
  definitions["condition"] = condition_schema();
  definitions["reference"] = {{"type", "string"},
                              {"pattern", kLonePattern},
                              {"description", "The value of a parameter of the space."}};
  definitions["expression"] = {{"type", "string"},
                               {"pattern", kExpressionPattern},
                               {"description", "A parameter of the space, or arithmetic."}};
  // What a scenario leaves to its base cannot be required of it: only names are checked.
  json names = json::object();
  for (const Field& field : root.section->fields) names[field.name] = true;
  definitions["extension"] = {
      {"type", "object"}, {"properties", std::move(names)}, {"additionalProperties", false}};
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"title", "Wattle scenario"},
          {"$defs", std::move(definitions)},
          {"if", {{"type", "object"}, {"required", {"extends"}}}},
          {"then", reference_to("extension")},
          {"else", reference_to("scenario")}};
}

}  // namespace wattle::search
