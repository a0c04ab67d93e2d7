// SPDX-License-Identifier: MIT
#include "search/space/json_place.h"

namespace wattle::search {

std::string child_pointer(const std::string& base, std::string_view token) {
  std::string pointer = base + "/";
  for (const char letter : token) {
    if (letter == '~') {
      pointer += "~0";
    } else if (letter == '/') {
      pointer += "~1";
    } else {
      pointer += letter;
    }
  }
  return pointer;
}

std::string json_text(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace wattle::search
