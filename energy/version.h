// SPDX-License-Identifier: MIT
// Which Wattle this is.
#pragma once

#include <string_view>

namespace wattle {

/// "0.1.0": of the library that the program is linked with, by semantic versioning.
std::string_view version();

}  // namespace wattle
