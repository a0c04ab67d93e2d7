// SPDX-License-Identifier: MIT
// `wattle asktell`: a search that another program runs the trials of, over standard input and
// output.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wattle::search {

struct AskTellOptions {
  std::filesystem::path file;    ///< space and goal, as a scenario has them
  std::string strategy;          ///< empty: the file's
  std::string seed;              ///< empty: the file's
  std::vector<std::string> set;  ///< "path=value"
  std::filesystem::path state;   ///< go on from the state in this file; empty: from the start
};

/// Answers lines of standard input until it ends, or until nobody reads the answers any more.
/// Returns the exit code; kInvalid before the first line when the file or the state is wrong.
int asktell(const AskTellOptions& options);

}  // namespace wattle::search
