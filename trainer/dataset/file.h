// SPDX-License-Identifier: MIT
// Whole files, gzip or plain.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

/// Everything in the file, unpacked when it is gzip (told by its first bytes, not by its name).
/// Failures: kNotFound, kIo, kCorrupt (a damaged or truncated gzip stream: names file and offset).
Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path);

/// `plain`, or `plain`.gz when only that is there or neither is.
std::filesystem::path packed_or_plain(const std::filesystem::path& plain);

}  // namespace wattle::trainer
