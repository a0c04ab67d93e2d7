// SPDX-License-Identifier: MIT
// The characters of a text in UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace wattle {

/// Length in bytes of the character that `text`, which is not empty, begins with; 0 when it begins
/// with none (stray or overlong bytes, surrogates, beyond U+10FFFF).
std::size_t character_length(std::string_view text);

/// Where `text` stops being UTF-8; its size when it does not. O(n).
std::size_t end_of_utf8(std::string_view text);

}  // namespace wattle
