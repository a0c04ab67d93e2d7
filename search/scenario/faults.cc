// SPDX-License-Identifier: MIT
#include "search/scenario/faults.h"

#include <algorithm>
#include <utility>

#include "energy/text/nearest_name.h"
#include "search/space/json_place.h"

namespace wattle::search {
namespace {

/// A fault is read on a terminal: about one line of value.
constexpr std::size_t kLongestValue = 100;
/// Longer texts are no misspelt names, and comparing them costs the product of the lengths.
constexpr std::size_t kLongestName = 100;

std::string shortened(std::string text) {
  if (text.size() <= kLongestValue) return text;
  std::size_t end = kLongestValue;
  // Not within a character: bytes 10xxxxxx continue one in UTF-8.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

/// True when `inner` is `outer` or a place inside it.
bool is_within(std::string_view inner, std::string_view outer) {
  if (inner.substr(0, outer.size()) != outer) return false;
  return inner.size() == outer.size() || inner[outer.size()] == '/';
}

}  // namespace

Fault fault_at(std::string pointer, const nlohmann::json& value, std::string expected,
               std::string nearest) {
  return {std::move(pointer), shortened(json_text(value)), std::move(expected), std::move(nearest)};
}

Fault missing_at(std::string pointer, std::string expected) {
  return {std::move(pointer), {}, std::move(expected), {}};
}

std::string expectation(const Field& field) {
  return in_words(field) + (field.note.empty() ? "" : " (" + field.note + ")");
}

std::string nearest_of(std::string_view written, const std::vector<std::string>& valid) {
  return written.size() > kLongestName ? std::string() : nearest_name(written, valid);
}

bool has_fault_within(const Faults& faults, std::string_view pointer) {
  return std::any_of(faults.begin(), faults.end(),
                     [&](const Fault& fault) { return is_within(fault.pointer, pointer); });
}

void add_new(Faults& known, const Faults& more) {
  const std::size_t before = known.size();
  for (const Fault& fault : more) {
    const bool told = std::any_of(
        known.begin(), known.begin() + static_cast<std::ptrdiff_t>(before), [&](const Fault& old) {
          return is_within(fault.pointer, old.pointer) || is_within(old.pointer, fault.pointer);
        });
    if (!told) known.push_back(fault);
  }
}

}  // namespace wattle::search
