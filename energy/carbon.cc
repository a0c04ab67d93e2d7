// SPDX-License-Identifier: MIT
#include "energy/carbon.h"

namespace wattle::energy {

Grams carbon(Joules energy, CarbonIntensity intensity) {
  constexpr double kJoulesPerKilowattHour = 3.6e6;
  return Grams(energy.value / kJoulesPerKilowattHour * intensity.grams_per_kilowatt_hour);
}

}  // namespace wattle::energy
