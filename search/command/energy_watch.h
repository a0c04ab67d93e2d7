// SPDX-License-Identifier: MIT
// `wattle energy watch`: live watts.
#pragma once

#include <string>

#include "energy/units.h"

namespace wattle::search {

struct WatchOptions {
  std::string meter = "auto";
  Seconds interval{1.0};  ///< between lines
  int count = 0;          ///< lines; 0: until Ctrl-C
  bool json = false;
};

/// Prints a line an interval, and the sum at the end. Returns the exit code.
int watch_energy(const WatchOptions& options);

}  // namespace wattle::search
