// SPDX-License-Identifier: MIT
#include "energy/text/number.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <locale>
#include <sstream>
#include <string>
#include <system_error>

namespace wattle {
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

}  // namespace

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> number_of(std::string_view cell) {
  const std::string_view text = without_blanks(cell);
  if (!looks_like_number(text)) return std::nullopt;
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return underflow(text);
  return error == std::errc() && std::isfinite(number) ? std::optional<double>(number)
                                                       : std::nullopt;
}

std::string rounded_text(double number, int digits) {
  if (!std::isfinite(number)) return std::to_string(number);
  const int whole =
      number == 0.0 ? 1 : 1 + static_cast<int>(std::floor(std::log10(std::abs(number))));
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::fixed;
  text.precision(std::max(digits - whole, 0));
  text << number;
  return without_trailing_zeros(text.str());
}

std::string without_trailing_zeros(std::string decimal) {
  if (decimal.find('.') == std::string::npos) return decimal;
  decimal.erase(decimal.find_last_not_of('0') + 1);
  if (decimal.back() == '.') decimal.pop_back();
  return decimal;
}

}  // namespace wattle
