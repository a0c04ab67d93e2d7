// SPDX-License-Identifier: MIT
#include "trainer/dataset/tokens.h"

#include <algorithm>
#include <utility>

#include "energy/text/utf8.h"

namespace wattle::trainer {
namespace {

constexpr std::int32_t kPadding = 0;
constexpr std::int32_t kUnknown = 1;

bool is_beyond_ascii(char sign) { return static_cast<unsigned char>(sign) >= 0x80U; }

bool is_of_word(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
         (sign >= '0' && sign <= '9') || is_beyond_ascii(sign);
}

char lower(char sign) {
  return static_cast<char>(sign >= 'A' && sign <= 'Z' ? sign - 'A' + 'a' : sign);
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char sign : text) {
    if (!is_of_word(sign)) {
      inside = false;
      continue;
    }
    if (!inside) {
      words.emplace_back();
    }
    words.back().push_back(lower(sign));
    inside = true;
  }
  return words;
}

std::vector<std::string> characters_of(std::string_view text) {
  std::vector<std::string> characters;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(1, character_length(text));
    characters.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return characters;
}

}  // namespace

std::vector<std::string> tokens_of(std::string_view text, TokenKind kind) {
  return kind == TokenKind::kWords ? words_of(text) : characters_of(text);
}

Vocabulary::Vocabulary(const std::vector<std::string>& texts,
                       const std::vector<std::int64_t>& numbers, TokenKind kind, std::int64_t size)
    : kind_(kind), tokens_{"<padding>", "<unknown>"} {
  std::unordered_map<std::string, std::int64_t> counts;
  for (const std::int64_t number : numbers) {
    for (std::string& token : tokens_of(texts[static_cast<std::size_t>(number)], kind)) {
      ++counts[std::move(token)];
    }
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
  std::fill_n(place, length, kPadding);
  const std::vector<std::string> tokens = tokens_of(text, kind_);
  const auto count = std::min(static_cast<std::size_t>(length), tokens.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto found = numbers_.find(tokens[i]);
    place[i] = found == numbers_.end() ? kUnknown : found->second;
  }
}

}  // namespace wattle::trainer
