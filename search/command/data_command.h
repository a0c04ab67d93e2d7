// SPDX-License-Identifier: MIT
// `wattle data`: the public data sets, and getting them.
#pragma once

#include <filesystem>
#include <string>

namespace wattle::search {

/// Prints every set: what it is, its licence and origin, and where it was found. Returns the exit
/// code.
int list_data();

/// Downloads a set into `into`, or, when that is empty, into data_cache(); tells its progress on
/// standard error and prints the set's folder. A set that is there already is not downloaded again.
/// Returns the exit code.
int fetch_data(const std::string& name, const std::filesystem::path& into);

}  // namespace wattle::search
