// SPDX-License-Identifier: MIT
// `wattle report`: writes a study's report anew, from its store alone.
#pragma once

#include <filesystem>

namespace wattle::search {

/// `folder` is the output folder of a study. Returns the exit code.
int report(const std::filesystem::path& folder);

}  // namespace wattle::search
