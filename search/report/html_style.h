// SPDX-License-Identifier: MIT
// The page's look and its one behaviour.
#pragma once

#include <string_view>

namespace wattle::search {

/// CSS for light and dark, wide and narrow. One accent colour: the gold of the wattle's flower,
/// darkened until it has a contrast of 4.5 against the light background.
std::string_view html_style();

/// Sorts a table by the column whose heading was pressed. The page is complete without it.
std::string_view html_script();

}  // namespace wattle::search
