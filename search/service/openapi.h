// SPDX-License-Identifier: MIT
// docs/openapi.json, built in.
#pragma once

#include <string_view>

namespace wattle::search {

std::string_view openapi_text();

}  // namespace wattle::search
