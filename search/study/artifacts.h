// SPDX-License-Identifier: MIT
// The files that trials leave behind, of which only the best trials' are kept.
#pragma once

#include <filesystem>

namespace wattle::search {

/// `<root>/trial-<number>`; empty when `root` is.
std::filesystem::path trial_folder(const std::filesystem::path& root, int number);

/// Removes the folder of a trial; one that is not there is fine.
void drop_artifacts(const std::filesystem::path& root, int number);

}  // namespace wattle::search
