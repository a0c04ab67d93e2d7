// SPDX-License-Identifier: MIT
// `wattle stop`: asks those who work on a study to stop.
#pragma once

#include <filesystem>

namespace wattle::search {

/// They end within a second and a batch of training; the study can then be resumed. Returns the
/// exit code.
int stop_study(const std::filesystem::path& folder);

}  // namespace wattle::search
