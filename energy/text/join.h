// SPDX-License-Identifier: MIT
// Lists of names, as people read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wattle {

/// "a, b, c"
std::string join(const std::vector<std::string>& words, std::string_view between = ", ");

}  // namespace wattle
