// SPDX-License-Identifier: MIT
// A hash that is the same on every machine: to know bytes again by, not to keep anybody out.
#pragma once

#include <cstdint>
#include <string_view>

namespace wattle::search {

inline constexpr std::uint64_t kFnv1aStart = 0xcbf29ce484222325ULL;

/// The 64-bit FNV-1a hash of `bytes`, gone on with from `hash`.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = kFnv1aStart) {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace wattle::search
