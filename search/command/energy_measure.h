// SPDX-License-Identifier: MIT
// `wattle energy measure -- COMMAND ...`: the joules of any command, as `time` gives its seconds.
#pragma once

#include <string>
#include <vector>

namespace wattle::search {

struct MeasureOptions {
  std::string meter = "auto";
  std::vector<std::string> command;
  int repeat = 1;
  bool json = false;
};

/// Runs the command, with this process's terminal, input and output, and then tells on standard
/// error what it used. Returns the command's exit status, 128 + the signal that ended it, 127 when
/// there is no such program, 126 when it cannot be run; of several runs the first that failed, and
/// no more are made.
int measure_energy(const MeasureOptions& options);

}  // namespace wattle::search
