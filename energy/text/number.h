// SPDX-License-Identifier: MIT
// Numbers as people write and read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wattle {

/// Blanks at the ends taken off.
std::string_view without_blanks(std::string_view text);

/// A finite number, blanks around it allowed; 0 for one that is too small for a double. nullopt for
/// anything else, and for digits with a zero in front (007): they are a name.
std::optional<double> number_of(std::string_view cell);

/// Whole numbers in full, decimals only as far as `digits` significant digits want them, and never
/// an exponent: "1234567", "12.3", "0.0123", "12".
std::string rounded_text(double number, int digits = 3);
/// Zeros at the end of the decimals dropped, and a point that is left alone.
std::string without_trailing_zeros(std::string decimal);

}  // namespace wattle
