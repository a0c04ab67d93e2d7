// SPDX-License-Identifier: MIT
// `wattle compare`: which strategy finds a good model for the least energy.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wattle::search {

struct CompareOptions {
  std::filesystem::path scenario;
  std::string meter;          ///< replaces the scenario's when not empty
  std::string seed;           ///< likewise
  int jobs = 1;               ///< trials at once
  std::filesystem::path out;  ///< empty: wattle-out/<name>-compared
  bool quiet = false;
  bool json = false;             ///< one JSON object an event
  std::vector<std::string> set;  ///< "path=value"
};

/// Runs the studies that have not been run yet, and writes the report. Returns the exit code.
int compare(const CompareOptions& options);

}  // namespace wattle::search
