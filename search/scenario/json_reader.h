// SPDX-License-Identifier: MIT
// JSON as a person writes it, read strictly.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "search/scenario/faults.h"

namespace wattle::search {

/// Documents nested deeper than this are refused: nobody writes one, and code that walks them would
/// use up the stack.
inline constexpr int kDeepestNesting = 64;

/// One document. Faults: a syntax error (one, with line and column; columns count characters), a
/// name that an object has twice, nesting too deep. Comments are syntax errors.
Validated<nlohmann::json> read_json(const std::string& text);
/// The same for a file; a file that cannot be read is a fault.
Validated<nlohmann::json> read_json_file(const std::filesystem::path& file);

/// True when the nesting is at most kDeepestNesting.
bool is_shallow(const nlohmann::json& json);

}  // namespace wattle::search
