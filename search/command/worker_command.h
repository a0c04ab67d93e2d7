// SPDX-License-Identifier: MIT
// `wattle worker`: runs trials of a service's studies on this machine.
#pragma once

#include <filesystem>
#include <string>

namespace wattle::search {

struct WorkerCommandOptions {
  std::string server = "http://127.0.0.1:8765";
  std::string token;                ///< empty: WATTLE_TOKEN
  std::filesystem::path authority;  ///< certificates to trust; empty: the system's
  std::string study;                ///< empty: every study that runs
  std::string name;                 ///< of this worker; empty: this machine's
  int slots = 1;                    ///< trials at once
  std::string meter;                ///< empty: the scenario's
  std::filesystem::path files;      ///< where relative names in scenarios start; empty: here
  std::filesystem::path artifacts;  ///< where models are kept; empty: they are not
  bool once = false;                ///< end when nothing is left to begin
  bool quiet = false;
};

/// Works until it is interrupted, or with `once` until nothing is left. Returns the exit code.
int work(const WorkerCommandOptions& options);

}  // namespace wattle::search
