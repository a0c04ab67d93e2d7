// SPDX-License-Identifier: MIT
// What a cell of a table says.
#pragma once

#include <optional>
#include <string_view>

#include "search/space/value.h"

namespace wattle::search {

/// Blanks at the ends taken off.
std::string_view without_blanks(std::string_view text);

/// Nothing was recorded: empty but for blanks, or "nan" in any case.
bool is_missing(std::string_view cell);

/// A finite number, blanks around it allowed; 0 for one that is too small for a double. nullopt for
/// anything else.
std::optional<double> number_of(std::string_view cell);

/// The cell as JSON would have it: an integer (of 64 bits), a float, true or false, else text as it
/// stands. Digits with a zero in front (007) are text. Null when it is missing.
Value value_of(std::string_view cell);

}  // namespace wattle::search
