// SPDX-License-Identifier: MIT
// Where something stands in a JSON document, and what stands there: the two halves of a fault.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace wattle::search {

/// The JSON pointer `base` with one more reference token, escaped as RFC 6901 asks.
std::string child_pointer(const std::string& base, std::string_view token);

/// One line of JSON. Bytes that are no UTF-8 are replaced, so it never throws.
std::string json_text(const nlohmann::json& json);

}  // namespace wattle::search
