// SPDX-License-Identifier: MIT
#include "search/scenario/overrides.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "search/scenario/fields.h"
#include "search/scenario/json_reader.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

using nlohmann::json;

std::vector<std::string> split_at_dots(const std::string& path) {
  std::vector<std::string> parts(1);
  for (const char c : path) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// The kind that `node` names; null when it names none.
const Kind* kind_of(const Section& section, const json& node) {
  if (section.selector.empty() || !node.is_object()) return nullptr;
  const auto selector = node.find(section.selector);
  if (selector == node.end()) return section.find_marked_kind(node);
  if (!selector->is_string()) return nullptr;
  return section.find_kind(selector->get_ref<const std::string&>());
}

/// The member of a section: of the kind that `node` names when there is one, else of any kind.
std::optional<Field> member_of(const Section& section, const json& node, const std::string& name) {
  if (!name.empty() && name == section.selector) return section.selector_field();
  for (const Kind* kind : {kind_of(section, node), static_cast<const Kind*>(nullptr)}) {
    for (const Field* field : section.fields_of(kind)) {
      if (field->name == name) return *field;
    }
  }
  return std::nullopt;
}

/// Every path of the table, with the names that the document's maps have.
void collect_paths(const Field& field, const json& node, const std::string& path,
                   std::vector<std::string>& paths) {
  if (!path.empty()) paths.push_back(path);
  const std::string prefix = path.empty() ? "" : path + ".";
  const auto below = [&](const Field& member, const std::string& name) {
    const bool there = node.is_object() && node.contains(name);
    collect_paths(member, there ? node.at(name) : json(), prefix + name, paths);
  };
  if (field.type == FieldType::kMap && node.is_object()) {
    for (const auto& [name, item] : node.items()) below(*field.element, name);
  }
  if (field.type != FieldType::kSection) return;
  if (!field.section->selector.empty()) paths.push_back(prefix + field.section->selector);
  for (const Field* member : field.section->fields_of(nullptr)) below(*member, member->name);
}

/// A path that ends like the one written, or else the nearest in spelling.
std::string nearest_path(const std::string& written, const json& document) {
  std::vector<std::string> paths;
  collect_paths(scenario_fields(), document, {}, paths);
  const std::string ending = "." + written;
  for (const std::string& path : paths) {
    if (path.size() > ending.size() &&
        path.compare(path.size() - ending.size(), ending.size(), ending) == 0) {
      return path;
    }
  }
  return nearest_of(written, paths);
}

/// A path that only other kinds have counts as known: the form check tells whether it fits.
class OverrideSetter {
 public:
  OverrideSetter(json& document, const Override& change)
      : document_(document), change_(change), parts_(split_at_dots(change.path)) {}

  std::optional<Fault> run() {
    if (parts_.size() > kDeepestNesting) return unknown();
    value_ = change_.value;
    if (json::accept(change_.value)) {
      Validated<json> read = read_json(change_.value);
      if (!read) return fault_at(pointer(), change_.value, read.error().front().expected);
      value_ = std::move(*read);
    }
    json changed = document_;
    if (auto fault = set(changed, scenario_fields(), 0)) return fault;
    document_ = std::move(changed);
    return std::nullopt;
  }

 private:
  std::string pointer() const {
    std::string place;
    for (const std::string& part : parts_) place = child_pointer(place, part);
    return place;
  }

  Fault unknown() const {
    return fault_at(pointer(), value_,
                    "a path of the scenario, from its root, in --set " + change_.path,
                    nearest_path(change_.path, document_));
  }

  /// Sets what the parts from `at` on lead to within `node`.
  std::optional<Fault> set(json& node, const Field& field, std::size_t at) {
    if (at == parts_.size()) {
      node = value_;
      return std::nullopt;
    }
    switch (field.type) {
      case FieldType::kSection:
        return set_in_section(node, *field.section, at);
      case FieldType::kMap: {
        const bool new_entry = !node.is_object() || !node.contains(parts_[at]);
        if (new_entry && at + 1 < parts_.size()) return unknown();
        return set_member(node, *field.element, at);
      }
      case FieldType::kList:
        return set_element(node, *field.element, at);
      case FieldType::kAny:
      case FieldType::kCondition:
        return node.is_array() ? set_element(node, field, at) : set_member(node, field, at);
      default:
        return unknown();
    }
  }

  std::optional<Fault> set_in_section(json& node, const Section& section, std::size_t at) {
    if (section.shorthand && node.is_string()) node = {{section.selector, node}};
    if (section.number_field() && node.is_number()) node = {{section.number_stands_for, node}};
    const std::optional<Field> member = member_of(section, node, parts_[at]);
    if (!member) return unknown();
    const Kind* const marked = newly_marked_kind(section, node, parts_[at]);
    auto fault = set_member(node, *member, at);
    if (fault) return fault;
    if (marked != nullptr) node.erase(section.selector);
    const Kind* const kind = parts_[at] == section.selector ? kind_of(section, node) : marked;
    if (kind != nullptr) drop_other_kinds(node, section, *kind);
    return std::nullopt;
  }

  /// The kind that this member would make of `node`; null when it belongs to the kind there is.
  static const Kind* newly_marked_kind(const Section& section, const json& node,
                                       const std::string& member) {
    const Kind* const marked = section.find_marked_kind({{member, nullptr}});
    const Kind* const present = kind_of(section, node);
    if (marked == nullptr || present == nullptr) return nullptr;
    const std::vector<const Field*> fields = section.fields_of(present);
    const bool known = std::any_of(fields.begin(), fields.end(),
                                   [&](const Field* field) { return field->name == member; });
    return known ? nullptr : marked;
  }

  static void drop_other_kinds(json& node, const Section& section, const Kind& kind) {
    const std::vector<const Field*> kept = section.fields_of(&kind);
    for (const Field* field : section.fields_of(nullptr)) {
      const bool keep = std::any_of(kept.begin(), kept.end(), [field](const Field* other) {
        return other->name == field->name;
      });
      if (!keep) node.erase(field->name);
    }
  }

  std::optional<Fault> set_member(json& node, const Field& field, std::size_t at) {
    if (node.is_null()) node = json::object();
    if (!node.is_object()) return unknown();
    if (at + 1 == parts_.size() && value_.is_null()) {
      node.erase(parts_[at]);
      return std::nullopt;
    }
    return set(node[parts_[at]], field, at + 1);
  }

  std::optional<Fault> set_element(json& node, const Field& field, std::size_t at) {
    const std::string& part = parts_[at];
    std::size_t index = 0;
    const auto read = std::from_chars(part.data(), part.data() + part.size(), index);
    const bool is_index = read.ec == std::errc() && read.ptr == part.data() + part.size();
    if (!node.is_array() || !is_index || index >= node.size()) return unknown();
    return set(node[index], field, at + 1);
  }

  json& document_;
  const Override& change_;
  std::vector<std::string> parts_;
  json value_;
};

}  // namespace

Faults apply_overrides(const std::vector<Override>& overrides, json& document) {
  Faults faults;
  for (const Override& change : overrides) {
    if (auto fault = OverrideSetter(document, change).run()) faults.push_back(std::move(*fault));
  }
  return faults;
}

}  // namespace wattle::search
