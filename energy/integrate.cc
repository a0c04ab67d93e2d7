// SPDX-License-Identifier: MIT
#include "energy/integrate.h"

#include <cstddef>
#include <string>

namespace wattle::energy {

Result<Joules> integrate_power(std::span<const PowerSample> samples) {
  Joules sum;
  for (std::size_t i = 1; i < samples.size(); ++i) {
    const Seconds step = samples[i].time - samples[i - 1].time;
    if (!(step >= Seconds(0))) {
      return fail(ErrorCode::kInvalidArgument,
                  "power sample " + std::to_string(i) + " is older than the one before it",
                  "take timestamps from a steady clock, not from the time of day");
    }
    sum += (samples[i].power + samples[i - 1].power) * 0.5 * step;
  }
  return sum;
}

}  // namespace wattle::energy
