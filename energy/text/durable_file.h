// SPDX-License-Identifier: MIT
// Replaces a file as a whole, or not at all.
#pragma once

#include <filesystem>
#include <string_view>

#include "energy/error.h"

namespace wattle {

/// Writes beside `path`, forces the bytes to the disk, renames, and forces the folder. A reader
/// sees the old text or the new one; after a failure the old one stands and no temporary file is
/// left. Two writers of one path in the same process must take turns. Every failure is kIo, with
/// the path and the reason that the system gave.
Result<void> write_file_durably(const std::filesystem::path& path, std::string_view text);

/// Forces a file's bytes, or a folder's names, to the disk. Failure: kIo, likewise.
Result<void> sync_to_disk(const std::filesystem::path& path);

}  // namespace wattle
