// SPDX-License-Identifier: MIT
// Small files in which the kernel shows one value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "energy/error.h"

namespace wattle::energy {

/// The first line, without its end; at most 255 bytes of it. Fails with kPermissionDenied,
/// kUnavailable (cannot be opened) or kIo (cannot be read), each naming the file.
Result<std::string> read_system_line(const std::filesystem::path& file);

/// The same as a number: digits alone. Else kCorrupt with what the file holds.
Result<std::uint64_t> read_system_number(const std::filesystem::path& file);

}  // namespace wattle::energy
