// SPDX-License-Identifier: MIT
#include "energy/meters/power_model.h"

#include <algorithm>
#include <cmath>

namespace wattle::energy {

Watts PowerCurve::power(double busy, int online, double correction) const {
  const double share = std::clamp(busy / online, 0.0, 1.0);
  const double dynamic = full_watts_per_thread - idle_watts_per_thread;
  const double active = std::min(correction * std::pow(share, exponent), 1.0);
  return Watts(online * (idle_watts_per_thread + dynamic * active));
}

double activity_correction(const CounterDelta& counted, Seconds busy,
                           std::optional<double> base_hertz) {
  constexpr double kInstructionWeight = 0.25;
  constexpr double kLeast = 0.5;
  constexpr double kMost = 1.5;
  if (!(counted.cycles > 0.0)) return 1.0;
  const bool frequency_known = base_hertz && busy > Seconds(0);
  const double frequency = frequency_known ? counted.cycles / (busy.value * *base_hertz) : 1.0;
  const double per_cycle = counted.instructions / counted.cycles;
  return std::clamp(frequency * (1.0 - kInstructionWeight + kInstructionWeight * per_cycle), kLeast,
                    kMost);
}

}  // namespace wattle::energy
