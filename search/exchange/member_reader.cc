// SPDX-License-Identifier: MIT
#include "search/exchange/member_reader.h"

#include <cstdint>
#include <limits>

namespace wattle::search {

using nlohmann::json;

const json* MemberReader::find(const char* name, bool (*fits)(const json&),
                               const char* expected) const {
  const auto found = object_.is_object() ? object_.find(name) : object_.end();
  if (!object_.is_object() || found == object_.end()) {
    faults_.push_back(missing_at(place_of(name), expected));
    return nullptr;
  }
  if (fits(*found)) return &*found;
  faults_.push_back(fault_at(place_of(name), *found, expected));
  return nullptr;
}

std::string MemberReader::text(const char* name) const {
  const json* const found = find(
      name, [](const json& value) { return value.is_string(); }, "a text");
  return found == nullptr ? std::string() : found->get<std::string>();
}

bool MemberReader::flag(const char* name) const {
  const json* const found = find(
      name, [](const json& value) { return value.is_boolean(); }, "true or false");
  return found != nullptr && found->get<bool>();
}

int MemberReader::count(const char* name) const {
  const auto fits = [](const json& value) {
    if (!value.is_number_integer()) return false;
    const auto number = value.get<std::int64_t>();
    return number >= 0 && number <= std::numeric_limits<int>::max();
  };
  const json* const found = find(name, fits, "an integer of at least 0");
  return found == nullptr ? 0 : found->get<int>();
}

double MemberReader::number(const char* name) const {
  const json* const found = find(
      name, [](const json& value) { return value.is_number(); }, "a number");
  return found == nullptr ? 0.0 : found->get<double>();
}

double MemberReader::amount(const char* name) const { return number_or(name, 0.0); }

double MemberReader::number_or(const char* name, double otherwise) const {
  const json* const found = find(
      name, [](const json& value) { return value.is_number() || value.is_null(); },
      "a number, or null");
  return found == nullptr || found->is_null() ? otherwise : found->get<double>();
}

const json& MemberReader::object(const char* name) const {
  static const json kEmpty = json::object();
  const json* const found = find(
      name, [](const json& value) { return value.is_object(); }, "an object");
  return found == nullptr ? kEmpty : *found;
}

const json& MemberReader::list(const char* name) const {
  static const json kEmpty = json::array();
  const json* const found = find(
      name, [](const json& value) { return value.is_array(); }, "a list");
  return found == nullptr ? kEmpty : *found;
}

bool MemberReader::is_null(const char* name) const {
  const json* const found = find(
      name, [](const json&) { return true; }, "an object, or null");
  return found == nullptr || found->is_null();
}

void MemberReader::blame(const char* name, std::string expected, std::string nearest) const {
  const json value = object_.is_object() ? object_.value(name, json()) : json();
  faults_.push_back(fault_at(place_of(name), value, std::move(expected), std::move(nearest)));
}

}  // namespace wattle::search
