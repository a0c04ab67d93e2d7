// SPDX-License-Identifier: MIT
// `wattle tune`: runs a scenario's study and writes its report.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "search/scenario/scenario.h"

namespace wattle::search {

struct TuneOptions {
  std::filesystem::path scenario;
  std::string strategy;       ///< replaces the scenario's when not empty
  std::string meter;          ///< likewise
  std::string seed;           ///< likewise
  int jobs = 1;               ///< trials at once
  std::filesystem::path out;  ///< empty: wattle-out/<name>
  std::string store;          ///< a PostgreSQL server's URL; empty: a file in `out`
  std::vector<std::string>
      warm_start;     ///< places of studies to begin with; replaces the scenario's
  std::string reuse;  ///< a folder of results to take and leave; empty: every trial is run
  bool resume = false;
  bool join = false;             ///< work together with the processes that are at it
  bool quiet = false;            ///< no live view
  bool json = false;             ///< one JSON object an event on standard output
  std::vector<std::string> set;  ///< "path=value"
};

/// Returns the exit code.
int tune(const TuneOptions& options);

/// The same for a scenario that was read before: of the options, `scenario`, `strategy`, `meter`,
/// `seed` and `set` are not looked at.
int tune(const TuneOptions& options, const Scenario& scenario);

}  // namespace wattle::search
