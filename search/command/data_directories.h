// SPDX-License-Identifier: MIT
// Where the command looks for data sets.
#pragma once

#include <filesystem>
#include <vector>

namespace wattle::search {

/// In this order: $WATTLE_DATA (several with colons), `data` beside the scenario, the folder Wattle
/// was built or installed with, and the system's /usr/share/datasets.
std::vector<std::filesystem::path> data_directories(const std::filesystem::path& scenario_file);

}  // namespace wattle::search
