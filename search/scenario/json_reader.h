// SPDX-License-Identifier: MIT
// JSON as a person writes it, read strictly.
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Documents nested deeper than this are refused: nobody writes one, and code that walks them would
/// use up the stack.
inline constexpr int kDeepestNesting = 64;

/// One document. Faults: a syntax error (one, with line and column; columns count characters), a
/// number beyond doubles, a name that an object has twice, nesting too deep. Comments are syntax
/// errors, and so is a NUL character, which JSON's parser would take for the end.
Validated<nlohmann::json> read_json(const std::string& text);

/// A place in a text, counted from 1; columns count characters of UTF-8.
struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;
  bool operator==(const TextPosition&) const = default;
};

/// Why a text is no JSON.
struct SyntaxError {
  TextPosition position;  ///< the end of the first wrong token
  std::string problem;    ///< in the parser's words
  std::string expected;   ///< "well-formed JSON", "numbers within the range of doubles"
};

/// nullopt when `text` is JSON.
std::optional<SyntaxError> find_syntax_error(const std::string& text);

/// `read_json` of a file; a file that cannot be read is a fault.
Validated<nlohmann::json> read_json_file(const std::filesystem::path& file);

/// True when the nesting is at most kDeepestNesting.
bool is_shallow(const nlohmann::json& json);

}  // namespace wattle::search
