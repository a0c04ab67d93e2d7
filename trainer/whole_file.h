// SPDX-License-Identifier: MIT
// Files that a reader never sees half written.
#pragma once

#include <filesystem>
#include <string>

#include "energy/error.h"

namespace wattle::trainer {

/// Writes beside the goal (`.partial`), waits for the disk and renames. Makes no folder. On
/// failure, kIo, a file that was there before is as it was.
Result<void> write_whole(const std::filesystem::path& path, const std::string& bytes);

}  // namespace wattle::trainer
