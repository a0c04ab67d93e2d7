// SPDX-License-Identifier: MIT
#include "search/report/chart/time_unit.h"

#include <array>

namespace wattle::search {

TimeUnit time_unit(Seconds longest) {
  const std::array<TimeUnit, 3> units{{{"days", 86400.0}, {"hours", 3600.0}, {"minutes", 60.0}}};
  for (const TimeUnit& unit : units) {
    if (longest.value >= 2.0 * unit.seconds) return unit;
  }
  return {"seconds", 1.0};
}

}  // namespace wattle::search
