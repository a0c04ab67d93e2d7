// SPDX-License-Identifier: MIT
#include "energy/meters/power_model.h"

#include <algorithm>
#include <cmath>

namespace wattle::energy {

Watts PowerCurve::power(double busy, int online) const {
  const double share = std::clamp(busy / online, 0.0, 1.0);
  const double dynamic = full_watts_per_thread - idle_watts_per_thread;
  return Watts(online * (idle_watts_per_thread + dynamic * std::pow(share, exponent)));
}

}  // namespace wattle::energy
