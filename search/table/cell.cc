// SPDX-License-Identifier: MIT
#include "search/table/cell.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <locale>
#include <sstream>
#include <string>
#include <system_error>
#include <type_traits>

namespace wattle::search {
namespace {

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

/// Neither a name of infinity nor an identifier such as 007.
bool looks_like_number(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) return false;
  return !(text.size() > 1 && text[0] == '0' && is_digit(text[1]));
}

/// Of digits that from_chars finds out of range: 0, or nearly, where they are too small.
std::optional<double> underflow(std::string_view text) {
  std::istringstream stream{std::string(text)};
  stream.imbue(std::locale::classic());
  double number = 0.0;
  stream >> number;
  return stream && std::abs(number) < 1.0 ? std::optional<double>(number) : std::nullopt;
}

template <class Number>
std::optional<Number> whole_text(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (error == std::errc::result_out_of_range) return underflow(text);
  }
  return error == std::errc() ? std::optional<Number>(number) : std::nullopt;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_missing(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  constexpr std::string_view kNotANumber = "nan";
  return text.empty() || (text.size() == kNotANumber.size() &&
                          std::equal(text.begin(), text.end(), kNotANumber.begin(),
                                     [](char a, char b) { return (a | 0x20) == b; }));
}

std::optional<double> number_of(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  if (!looks_like_number(text)) return std::nullopt;
  const std::optional<double> number = whole_text<double>(text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

Value value_of(std::string_view cell) {
  if (is_missing(cell)) return nullptr;
  const std::string_view text = without_blanks(cell);
  if (text == "true" || text == "false") return text == "true";
  if (const std::optional<double> number = number_of(text)) {
    const auto integer = whole_text<std::int64_t>(text);
    return integer ? Value(*integer) : Value(*number);
  }
  return std::string(cell);
}

}  // namespace wattle::search
