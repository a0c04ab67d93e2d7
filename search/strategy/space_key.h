// SPDX-License-Identifier: MIT
// How a stored state knows the space that it was made on.
#pragma once

#include <array>
#include <cstdio>
#include <string>

#include "search/space/search_space.h"

namespace wattle::search {

/// 16 hexadecimal digits that are the same for the same space and seed (SearchSpace::fingerprint).
inline std::string space_key(const SearchSpace& space, std::uint64_t seed) {
  std::array<char, 17> text{};
  const auto key = static_cast<unsigned long long>(mix_seed(space.fingerprint(), seed));
  std::snprintf(text.data(), text.size(), "%016llx", key);
  return text.data();
}

}  // namespace wattle::search
