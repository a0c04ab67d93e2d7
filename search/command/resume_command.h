// SPDX-License-Identifier: MIT
// `wattle resume`: goes on with a study, without its scenario's file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wattle::search {

struct ResumeOptions {
  std::filesystem::path study;   ///< its output folder
  std::optional<int> jobs;       ///< trials at once; absent: as many as before
  bool quiet = false;            ///< no live view
  bool json = false;             ///< one JSON object an event on standard output
  std::vector<std::string> set;  ///< "path=value": what may change between the runs of a study
};

/// Returns the exit code: that of `tune --resume`. Of a study that has ended, and with nothing
/// `set`, it says why and what would make it go on, and changes nothing.
int resume(const ResumeOptions& options);

}  // namespace wattle::search
