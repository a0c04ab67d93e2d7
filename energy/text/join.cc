// SPDX-License-Identifier: MIT
#include "energy/text/join.h"

namespace wattle {

std::string join(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

}  // namespace wattle
