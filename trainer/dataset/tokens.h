// SPDX-License-Identifier: MIT
// From texts to numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trainer/dataset/options.h"

namespace wattle::trainer {

/// kWords: runs of ASCII letters, digits and characters beyond ASCII; ASCII letters in lower case;
/// everything else parts words. kCharacters: every character, as it is. `text` is UTF-8.
std::vector<std::string> tokens_of(std::string_view text, TokenKind kind);
/// Whether it has any: stops at the first.
bool has_token(std::string_view text, TokenKind kind);

/// Which number stands for which token: 0 for padding, 1 for any token that has no number.
class Vocabulary {
 public:
  /// The most frequent tokens of these texts, the alphabetically first among equals, as many as fit
  /// into `size` numbers. Cost O(n log n) in the tokens.
  Vocabulary(const std::vector<std::string>& texts, const std::vector<std::int64_t>& numbers,
             TokenKind kind, std::int64_t size);

  /// Writes `length` numbers: those of the text's first tokens, then padding. Looks at no more of
  /// the text than that.
  void encode(std::string_view text, std::int64_t length, std::int32_t* place) const;

  /// What each number stands for; "<padding>" and "<unknown>" first.
  const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  TokenKind kind_;
  std::vector<std::string> tokens_;
  std::unordered_map<std::string, std::int32_t> numbers_;
};

}  // namespace wattle::trainer
