// SPDX-License-Identifier: MIT
#include "search/table/cell.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>

#include "energy/text/number.h"

namespace wattle::search {
namespace {

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional<std::int64_t>(number) : std::nullopt;
}

}  // namespace

bool is_missing(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  constexpr std::string_view kNotANumber = "nan";
  return text.empty() || (text.size() == kNotANumber.size() &&
                          std::equal(text.begin(), text.end(), kNotANumber.begin(),
                                     [](char a, char b) { return (a | 0x20) == b; }));
}

Value value_of(std::string_view cell) {
  if (is_missing(cell)) return nullptr;
  const std::string_view text = without_blanks(cell);
  if (text == "true" || text == "false") return text == "true";
  if (const std::optional<double> number = number_of(text)) {
    const auto integer = integer_of(text);
    return integer ? Value(*integer) : Value(*number);
  }
  return std::string(cell);
}

}  // namespace wattle::search
