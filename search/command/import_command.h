// SPDX-License-Identifier: MIT
// `wattle import`: a study from a file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wattle::search {

/// "jsonl", "csv", "optuna".
const std::vector<std::string>& import_formats();

struct ImportOptions {
  std::filesystem::path file;
  std::filesystem::path out;       ///< empty: wattle-out/<name>
  std::string format;              ///< one of the above; empty: told by the file
  std::filesystem::path scenario;  ///< what the trials are of; empty: as the file says
  std::string study;               ///< in an Optuna storage; empty: its only one
  std::string metric;              ///< of an Optuna study with several; empty: its only one
};

/// Makes a study in a new folder, with its report; says what was left out. All faults of the file
/// are listed at once, and then nothing is written. Returns the exit code.
int import_study(const ImportOptions& options);

}  // namespace wattle::search
