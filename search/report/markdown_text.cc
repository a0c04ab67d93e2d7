// SPDX-License-Identifier: MIT
#include "search/report/markdown_text.h"

#include <cctype>
#include <string_view>

namespace wattle::search {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::string markdown_escape(const std::string& text) {
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' || c == '\r') {
      escaped += ' ';
      continue;
    }
    const bool inside_word =
        i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
    const bool markup = std::string_view("\\`*<>|[]").find(c) != std::string_view::npos ||
                        (c == '_' && !inside_word);
    if (markup) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace wattle::search
