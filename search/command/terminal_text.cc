// SPDX-License-Identifier: MIT
#include "search/command/terminal_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr std::size_t kFullNameLength = 5;
constexpr std::size_t kStemLength = 3;

/// Bytes of the character that starts here; a broken sequence counts as one byte.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead >= 0x80 && lead < 0xC0) return 1;
  if (length > text.size()) return 1;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 1;
  }
  return length;
}

char32_t decode(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead;
  constexpr std::array<unsigned, 5> kLeadMask{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t code = lead & kLeadMask[character.size()];
  for (const char c : character.substr(1)) {
    code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3FU);
  }
  return code;
}

/// The blocks that terminals draw two columns wide, after Unicode's East Asian Width property, in
/// coarse ranges.
bool is_wide(char32_t code) {
  return (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
         (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
         (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x20000 && code <= 0x3FFFD);
}

bool is_combining(char32_t code) {
  return (code >= 0x0300 && code <= 0x036F) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0xFE00 && code <= 0xFE0F);
}

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

std::size_t width_of(char32_t code) { return is_combining(code) ? 0 : is_wide(code) ? 2 : 1; }

/// Characters of a text with its controls replaced.
std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::string_view character = text.substr(0, character_length(text));
    parts.push_back(is_control(decode(character)) ? std::string_view(" ") : character);
    text.remove_prefix(character.size());
  }
  return parts;
}

std::string stem(const std::string& name) {
  if (name.find('_') == std::string::npos) {
    return name.size() <= kFullNameLength ? name : name.substr(0, kStemLength);
  }
  std::string initials;
  bool at_start = true;
  for (const char c : name) {
    if (at_start && c != '_') initials += c;
    at_start = c == '_';
  }
  return initials;
}

}  // namespace

std::size_t visible_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    if (text.substr(0, 2) == "\x1b[") {
      const std::size_t end = text.find('m');
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      continue;
    }
    const std::string_view character = text.substr(0, character_length(text));
    width += width_of(decode(character));
    text.remove_prefix(character.size());
  }
  return width;
}

std::string fit(std::string_view text, std::size_t width) {
  const auto parts = characters(text);
  std::string result;
  std::size_t used = 0;
  std::size_t safe_end = 0;  // of the longest prefix that leaves a column for the sign of the cut
  for (const std::string_view character : parts) {
    const std::size_t columns = width_of(decode(character));
    if (used + columns > width) return width == 0 ? "" : result.substr(0, safe_end) + "…";
    used += columns;
    result += character;
    if (used + 1 <= width) safe_end = result.size();
  }
  return result;
}

std::string left_aligned(std::string_view text, std::size_t width) {
  std::string result = fit(text, width);
  return result + std::string(width - visible_width(result), ' ');
}

std::string right_aligned(std::string_view text, std::size_t width) {
  const std::string result = fit(text, width);
  return std::string(width - visible_width(result), ' ') + result;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t indent) {
  std::vector<std::string> lines;
  std::string line;
  bool blank = true;  // nothing but the indent stands on the line
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (!blank && visible_width(line) + 1 + visible_width(word) > width) {
      lines.push_back(line);
      line = std::string(indent, ' ');
      blank = true;
    }
    if (!blank) line += ' ';
    line += fit(word, width - std::min(width, visible_width(line)));
    blank = false;
  }
  lines.push_back(line);
  return lines;
}

std::map<std::string, std::string> abbreviations(const std::vector<std::string>& names) {
  std::map<std::string, int> uses;
  for (const std::string& name : names) ++uses[stem(name)];
  std::map<std::string, std::string> result;
  for (const std::string& name : names) {
    result[name] = uses[stem(name)] == 1 ? stem(name) : name;
  }
  return result;
}

std::string short_time(Seconds seconds) {
  if (!std::isfinite(seconds.value)) return "n/a";
  if (seconds.value < 59.5) return number_text(seconds.value, 2) + " s";
  const auto whole = std::llround(seconds.value);
  std::array<char, 32> text{};
  if (whole < 3600) {
    std::snprintf(text.data(), text.size(), "%lld:%02lld", whole / 60, whole % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                  whole % 60);
  }
  return text.data();
}

}  // namespace wattle::search
