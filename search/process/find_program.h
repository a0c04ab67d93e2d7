// SPDX-License-Identifier: MIT
// Where a program is.
#pragma once

#include <filesystem>
#include <string>

#include "energy/error.h"

namespace wattle::search {

/// The file that `name` stands for: with a slash it is a path, relative to `directory`; else it is
/// looked for in the folders of $PATH. kNotFound when there is none, kPermissionDenied when it may
/// not be executed.
Result<std::filesystem::path> find_program(const std::string& name,
                                           const std::filesystem::path& directory);

}  // namespace wattle::search
