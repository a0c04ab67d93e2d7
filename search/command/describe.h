// SPDX-License-Identifier: MIT
// `wattle describe`: what a scenario means, before anything is spent on it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wattle::search {

struct DescribeOptions {
  std::filesystem::path scenario;
  std::vector<std::string> set;  ///< "path=value"
  bool probe = true;             ///< train one short trial to estimate time and joules
};

/// Prints the space, the size of the grid, the model of the middle of the space, and, after a
/// probe, time and joules per trial. Returns the exit code.
int describe(const DescribeOptions& options);

}  // namespace wattle::search
