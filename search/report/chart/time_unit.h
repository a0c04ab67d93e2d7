// SPDX-License-Identifier: MIT
// One unit for all times of a chart, so that its axis has round numbers.
#pragma once

#include <string>

#include "energy/units.h"

namespace wattle::search {

struct TimeUnit {
  std::string name;      ///< "seconds", "minutes", "hours", "days"
  double seconds = 1.0;  ///< in one of them
};

/// The largest unit of which `longest` has at least two.
TimeUnit time_unit(Seconds longest);

}  // namespace wattle::search
