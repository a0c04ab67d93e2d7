// SPDX-License-Identifier: MIT
// Letters of ASCII, whatever the locale.
#pragma once

#include <string>
#include <string_view>

namespace wattle::trainer {

/// The letter in lower case; every other byte, those of other letters in UTF-8 too, as it is.
inline char ascii_lower(char sign) {
  return static_cast<char>(sign >= 'A' && sign <= 'Z' ? sign - 'A' + 'a' : sign);
}

inline std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& sign : lower) {
    sign = ascii_lower(sign);
  }
  return lower;
}

}  // namespace wattle::trainer
