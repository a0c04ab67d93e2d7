// SPDX-License-Identifier: MIT
// Text that fits a terminal. Everything is UTF-8; control characters become spaces, so that no name
// or message can move the cursor.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "energy/units.h"

namespace wattle::search {

/// Columns the text takes: East Asian wide characters and emoji count two, combining marks none,
/// escape sequences for colour none.
std::size_t visible_width(std::string_view text);

/// The text, cut to `width` columns with "…" at the cut; control characters replaced.
std::string fit(std::string_view text, std::size_t width);
/// As `fit`, filled with spaces to exactly `width` columns.
std::string left_aligned(std::string_view text, std::size_t width);
std::string right_aligned(std::string_view text, std::size_t width);

/// Lines of at most `width` columns, broken at spaces; later lines start with `indent` spaces,
/// which must be fewer than `width`. A word that is too long is cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t indent);

/// Short names: "learning_rate" is "lr", "momentum" is "mom", words of five letters stay. Names
/// that would be the same keep their full length.
std::map<std::string, std::string> abbreviations(const std::vector<std::string>& names);

/// A duration in at most eight columns: "0.25 s", "3:20", "2:05:09".
std::string short_time(Seconds seconds);

}  // namespace wattle::search
