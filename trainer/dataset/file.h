// SPDX-License-Identifier: MIT
// Whole files, gzip or plain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "energy/error.h"

namespace wattle::trainer {

/// Everything in the file, unpacked when it is gzip (told by its first bytes, not by its name). A
/// gzip file may unpack to a thousand times its size, so it is read no further than `largest`
/// bytes. Failures: kNotFound, kIo, kCorrupt naming file and offset (a damaged or truncated gzip
/// stream, more than `largest` bytes). Memory: at most twice what is returned, for a plain file
/// once.
Result<std::vector<std::uint8_t>> read_file(const std::filesystem::path& path, std::size_t largest);

/// The first `count` bytes of the same, fewer where there are no more.
Result<std::vector<std::uint8_t>> read_start(const std::filesystem::path& path, std::size_t count);

/// `plain`, or `plain`.gz when only that is there or neither is.
std::filesystem::path packed_or_plain(const std::filesystem::path& plain);

/// kCorrupt, with the file in front of what is wrong with it.
tl::unexpected<Error> corrupt(const std::filesystem::path& path, const std::string& what);

}  // namespace wattle::trainer
