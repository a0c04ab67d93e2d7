// SPDX-License-Identifier: MIT
#include "energy/clock.h"

#include <chrono>

namespace wattle::energy {

Seconds SteadyClock::now() const {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return Seconds(std::chrono::duration<double>(since_start).count());
}

}  // namespace wattle::energy
