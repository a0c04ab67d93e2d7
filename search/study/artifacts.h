// SPDX-License-Identifier: MIT
// The files that trials leave behind, of which few are kept.
#pragma once

#include <filesystem>
#include <vector>

namespace wattle::search {

/// `<root>/trial-<number>`; empty when `root` is.
std::filesystem::path trial_folder(const std::filesystem::path& root, int number);

/// Removes the folder of a trial; one that is not there is fine.
void drop_artifacts(const std::filesystem::path& root, int number);

/// Removes the folders of all trials but these.
void drop_artifacts_but(const std::filesystem::path& root, const std::vector<int>& numbers);

}  // namespace wattle::search
