// SPDX-License-Identifier: MIT
#include "search/scenario/field.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "energy/text/join.h"
#include "search/space/names_of.h"
#include "search/space/parameter.h"

namespace wattle::search {
namespace {

Field make(std::string name, FieldType type) {
  Field field;
  field.name = std::move(name);
  field.type = type;
  return field;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool Range::contains(double value) const {
  if (low && (above_low ? !(value > *low) : !(value >= *low))) return false;
  return !high || (below_high ? value < *high : value <= *high);
}

std::string Range::in_words() const {
  std::string words;
  if (low) words += (above_low ? " above " : " of at least ") + number_text(*low);
  if (low && high) words += " and";
  if (high) words += (below_high ? " below " : " at most ") + number_text(*high);
  return words;
}

Field& Field::means(std::string words) {
  meaning = std::move(words);
  return *this;
}
Field& Field::because(std::string words) {
  note = std::move(words);
  return *this;
}
Field& Field::required() {
  must_exist = true;
  return *this;
}
Field& Field::by_default(nlohmann::json value) {
  fallback = std::move(value);
  return *this;
}
Field& Field::at_least(double low) {
  range.low = low;
  return *this;
}
Field& Field::above(double low) {
  range.low = low;
  range.above_low = true;
  return *this;
}
Field& Field::at_most(double high) {
  range.high = high;
  return *this;
}
Field& Field::below(double high) {
  range.high = high;
  range.below_high = true;
  return *this;
}
Field& Field::one_of(std::vector<std::string> names) {
  choices = std::move(names);
  return *this;
}
Field& Field::spelled(Spelling how) {
  spelling = std::move(how);
  return *this;
}
Field& Field::such_as(std::vector<std::string> names) {
  examples = std::move(names);
  return *this;
}

Field& Field::with_at_least(std::size_t items) {
  least_items = items;
  return *this;
}
Field& Field::with_references() {
  takes_references = true;
  return *this;
}

const Kind* Section::find_kind(std::string_view name) const {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [name](const Kind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

const Kind* Section::find_marked_kind(const nlohmann::json& object) const {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&object](const Kind& kind) {
    return !kind.marker.empty() && object.contains(kind.marker);
  });
  return found == kinds.end() ? nullptr : &*found;
}

std::vector<std::string> Section::kind_names() const { return names_of(kinds, &Kind::name); }

std::vector<std::string> Section::markers() const {
  std::vector<std::string> markers;
  for (const Kind& kind : kinds) {
    if (!kind.marker.empty()) markers.push_back(kind.marker);
  }
  return markers;
}

const Field* Section::number_field() const {
  const auto found = std::find_if(fields.begin(), fields.end(), [this](const Field& field) {
    return field.name == number_stands_for;
  });
  return found == fields.end() ? nullptr : &*found;
}

std::string Section::in_words() const {
  if (shorthand) return "an object, or one of " + join(kind_names());
  const Field* const number = number_field();
  return number == nullptr ? "an object" : "an object, or " + search::in_words(*number);
}

Field Section::selector_field() const {
  return text(selector).one_of(kind_names()).required().means("Chooses the members below.");
}

std::vector<const Field*> Section::fields_of(const Kind* kind) const {
  std::vector<const Field*> result;
  const auto add = [&result](const std::vector<Field>& more) {
    for (const Field& field : more) {
      const bool known = std::any_of(result.begin(), result.end(), [&field](const Field* other) {
        return other->name == field.name;
      });
      if (!known) result.push_back(&field);
    }
  };
  add(fields);
  for (const Kind& each : kinds) {
    if (kind == nullptr || kind == &each) add(each.fields);
  }
  return result;
}

Field text(std::string name) { return make(std::move(name), FieldType::kText); }
Field number(std::string name) { return make(std::move(name), FieldType::kNumber); }
Field integer(std::string name) { return make(std::move(name), FieldType::kInteger); }
Field boolean(std::string name) { return make(std::move(name), FieldType::kBoolean); }
Field anything(std::string name) { return make(std::move(name), FieldType::kAny); }
Field condition(std::string name) { return make(std::move(name), FieldType::kCondition); }

Field list(std::string name, Field element) {
  Field field = make(std::move(name), FieldType::kList);
  field.element = std::make_shared<const Field>(std::move(element));
  return field;
}

Field map(std::string name, Spelling names, Field element) {
  Field field = make(std::move(name), FieldType::kMap);
  field.spelling = std::move(names);
  field.element = std::make_shared<const Field>(std::move(element));
  return field;
}

Field section(std::string name, Section members) {
  Field field = make(std::move(name), FieldType::kSection);
  field.section = std::make_shared<const Section>(std::move(members));
  return field;
}

std::string in_words(const Field& field) {
  switch (field.type) {
    case FieldType::kText:
      if (!field.choices.empty()) return "one of " + join(field.choices);
      return field.spelling ? field.spelling->in_words : "text";
    case FieldType::kNumber:
      return "a number" + field.range.in_words();
    case FieldType::kInteger:
      return "an integer" + field.range.in_words();
    case FieldType::kBoolean:
      return "true or false";
    case FieldType::kAny:
      return "any JSON";
    case FieldType::kCondition:
      return "a condition (an object)";
    case FieldType::kList:
      return (field.least_items > 0 ? "a list, not empty; each element "
                                    : "a list; each element ") +
             in_words(*field.element);
    case FieldType::kMap:
      return "an object";
    case FieldType::kSection:
      return field.section->in_words();
  }
  return {};
}

std::string number_text(double value) {
  if (is_whole(value)) return nlohmann::json(static_cast<std::int64_t>(value)).dump();
  return nlohmann::json(value).dump();
}

bool is_not_empty(std::string_view text) { return !text.empty(); }

bool is_identifier(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

}  // namespace wattle::search
