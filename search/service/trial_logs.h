// SPDX-License-Identifier: MIT
// What workers say of their trials, in words: a file for each attempt.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "energy/error.h"

namespace wattle::search {

/// Bytes of one attempt's log; what comes after them is not kept.
inline constexpr std::uintmax_t kLongestLog = std::uintmax_t{1} << 20U;

/// One attempt of a trial of a study, whose files are in `folder`.
struct LogPlace {
  std::filesystem::path folder;
  int trial = 0;
  int attempt = 1;
};

/// Adds a text to `<folder>/output/trial-<number>/attempt-<number>.log`. Its first byte is the
/// log's byte `at`, counted from 0: what is there already was told before. nullopt: at the end.
/// Returns the bytes that are there then. kIo. Not by two at once.
Result<std::uintmax_t> add_to_log(const LogPlace& place, std::optional<std::uintmax_t> at,
                                  std::string_view text);
/// Those of all trials. kIo.
Result<void> remove_logs(const std::filesystem::path& folder);
/// From byte `from` on; empty where nothing was said.
std::string read_log(const LogPlace& place, std::uintmax_t from);

}  // namespace wattle::search
