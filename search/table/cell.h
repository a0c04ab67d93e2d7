// SPDX-License-Identifier: MIT
// What a cell of a table says.
#pragma once

#include <string_view>

#include "search/space/value.h"

namespace wattle::search {

/// Nothing was recorded: empty but for blanks, or "nan" in any case.
bool is_missing(std::string_view cell);

/// The cell as JSON would have it: an integer (of 64 bits), a float, true or false, else text as it
/// stands. Digits with a zero in front (007) are text. Null when it is missing.
Value value_of(std::string_view cell);

}  // namespace wattle::search
