// SPDX-License-Identifier: MIT
// The vocabulary of the table of fields: what may stand at one place of a scenario. The validator,
// the defaults, the JSON Schema and the reference page all read these values; none has rules of its
// own about a field.
#pragma once

#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wattle::search {

enum class FieldType {
  kText,
  kNumber,
  kInteger,
  kBoolean,
  kAny,        ///< any JSON
  kCondition,  ///< a predicate over parameters; the space reads its inside
  kList,       ///< of `element`
  kMap,        ///< names that a person chooses, each with an `element`
  kSection,    ///< members that the table names
};

/// Where a number must lie; an absent end is unbounded.
struct Range {
  std::optional<double> low;
  std::optional<double> high;
  bool above_low = false;   ///< `low` itself is excluded
  bool below_high = false;  ///< `high` itself is excluded

  bool contains(double value) const;
  /// " above 0 and at most 1"; empty when unbounded.
  std::string in_words() const;
};

/// How a name must be spelled. `pattern` (for the schema) and `accepts` say the same thing: the
/// library's regular expressions recurse once a character, so that a long name would end the
/// process.
struct Spelling {
  std::string pattern;
  std::string in_words;
  bool (*accepts)(std::string_view) = nullptr;
};

struct Section;

/// One member of a section, or the element of a list or map.
struct Field {
  std::string name;
  FieldType type = FieldType::kAny;
  std::string meaning;                     ///< one or two sentences for the reference page
  std::string note;                        ///< added to this field's faults
  bool must_exist = false;                 ///< a fault when absent
  std::optional<nlohmann::json> fallback;  ///< written out when absent
  Range range;                             ///< kNumber, kInteger
  std::vector<std::string> choices;        ///< kText; empty: any
  std::optional<Spelling> spelling;        ///< kText; of the names of a kMap
  std::vector<std::string> examples;       ///< kText with a spelling: names that are often meant
  std::size_t least_items = 0;             ///< kList, kMap
  bool takes_references = false;           ///< it, and everything inside, may be a `$reference`
  std::shared_ptr<const Field> element;    ///< kList, kMap
  std::shared_ptr<const Section> section;  ///< kSection

  // How the table is written: number("x").above(0).by_default(1).means("...").
  Field& means(std::string text);
  Field& because(std::string text);  ///< sets `note`
  Field& required();
  Field& by_default(nlohmann::json value);
  Field& at_least(double low);
  Field& above(double low);
  Field& at_most(double high);
  Field& below(double high);
  Field& one_of(std::vector<std::string> names);
  Field& spelled(Spelling how);
  Field& such_as(std::vector<std::string> names);
  Field& with_at_least(std::size_t items);
  Field& with_references();
};

/// One kind of a section, with the members that only this kind has.
struct Kind {
  std::string name;
  std::string meaning;
  std::vector<Field> fields = {};
  std::string marker = {};  ///< an object that has this member but no selector is of this kind
};

/// An object with named members.
struct Section {
  std::string title;  ///< "objective.training"; unique, names the section in schema and reference
  std::string meaning;
  std::vector<Field> fields = {};  ///< of every kind
  std::string selector = {};  ///< the member that chooses the kind; empty when there is one kind
  std::vector<Kind> kinds = {};
  bool shorthand = false;              ///< a text stands for {selector: text}
  bool one_needed = false;             ///< at least one member must be given
  std::string number_stands_for = {};  ///< the member that a number in place of the object is

  const Kind* find_kind(std::string_view name) const;
  /// The first kind whose marker is a member of the object; null when there is none.
  const Kind* find_marked_kind(const nlohmann::json& object) const;
  std::vector<std::string> kind_names() const;
  std::vector<std::string> markers() const;
  /// The field of `number_stands_for`; null when there is none.
  const Field* number_field() const;
  /// What may stand there: "an object, or one of ..", "an object, or an integer ..".
  std::string in_words() const;
  /// The selector as a field of its own; requires a selector.
  Field selector_field() const;
  /// The fields of one kind, the common ones first; of all kinds, each name once, when `kind` is
  /// null.
  std::vector<const Field*> fields_of(const Kind* kind) const;
};

Field text(std::string name);
Field number(std::string name);
Field integer(std::string name);
Field boolean(std::string name);
Field anything(std::string name);
Field condition(std::string name);
Field list(std::string name, Field element);
Field map(std::string name, Spelling names, Field element);
Field section(std::string name, Section members);

/// "an integer of at least 1", "one of sgd, adam", "true or false".
std::string in_words(const Field& field);
/// 0.1 as "0.1": the shortest text that reads back as the same number.
std::string number_text(double value);
/// [A-Za-z_][A-Za-z0-9_]*
bool is_identifier(std::string_view text);
/// What the pattern "." says: at least one character.
bool is_not_empty(std::string_view text);

}  // namespace wattle::search
