// SPDX-License-Identifier: MIT
#include "trainer/dataset/tokens.h"

#include <algorithm>
#include <utility>

#include "energy/text/utf8.h"
#include "trainer/ascii.h"

namespace wattle::trainer {
namespace {

constexpr std::int32_t kPadding = 0;
constexpr std::int32_t kUnknown = 1;

bool is_beyond_ascii(char sign) { return static_cast<unsigned char>(sign) >= 0x80U; }

bool is_of_word(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') || is_beyond_ascii(sign);
}

/// Calls `visit` with one token after the other, in a string that is the same each time, until it
/// returns false.
template <class Visit>
void for_each_word(std::string_view text, const Visit& visit) {
  std::string word;
  for (const char sign : text) {
    if (is_of_word(sign)) {
      word.push_back(ascii_lower(sign));
    } else if (!word.empty()) {
      if (!visit(word)) {
        return;
      }
      word.clear();
    }
  }
  if (!word.empty()) {
    visit(word);
  }
}

template <class Visit>
void for_each_character(std::string_view text, const Visit& visit) {
  std::string character;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(1, character_length(text));
    character = text.substr(0, length);
    if (!visit(character)) {
      return;
    }
    text.remove_prefix(length);
  }
}

template <class Visit>
void for_each_token(std::string_view text, TokenKind kind, const Visit& visit) {
  if (kind == TokenKind::kWords) {
    for_each_word(text, visit);
  } else {
    for_each_character(text, visit);
  }
}

}  // namespace

std::vector<std::string> tokens_of(std::string_view text, TokenKind kind) {
  std::vector<std::string> tokens;
  for_each_token(text, kind, [&](const std::string& token) {
    tokens.push_back(token);
    return true;
  });
  return tokens;
}

bool has_token(std::string_view text, TokenKind kind) {
  bool any = false;
  for_each_token(text, kind, [&](const std::string&) {
    any = true;
    return false;
  });
  return any;
}

Vocabulary::Vocabulary(const std::vector<std::string>& texts,
                       const std::vector<std::int64_t>& numbers, TokenKind kind, std::int64_t size)
    : kind_(kind), tokens_{"<padding>", "<unknown>"} {
  std::unordered_map<std::string, std::int64_t> counts;
  for (const std::int64_t number : numbers) {
    for_each_token(texts[static_cast<std::size_t>(number)], kind, [&](const std::string& token) {
      ++counts[token];
      return true;
    });
  }
  std::vector<std::pair<std::int64_t, std::string>> ranked;  // minus the count, token
  ranked.reserve(counts.size());
  for (const auto& [token, count] : counts) {
    ranked.emplace_back(-count, token);
  }
  std::sort(ranked.begin(), ranked.end());
  for (auto& [count, token] : ranked) {
    if (static_cast<std::int64_t>(tokens_.size()) >= size) {
      break;
    }
    numbers_.emplace(token, static_cast<std::int32_t>(tokens_.size()));
    tokens_.push_back(std::move(token));
  }
}

void Vocabulary::encode(std::string_view text, std::int64_t length, std::int32_t* place) const {
  std::int32_t* const end = place + length;
  for_each_token(text, kind_, [&](const std::string& token) {
    const auto found = numbers_.find(token);
    *place++ = found == numbers_.end() ? kUnknown : found->second;
    return place != end;
  });
  std::fill(place, end, kPadding);
}

}  // namespace wattle::trainer
