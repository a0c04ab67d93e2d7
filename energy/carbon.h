// SPDX-License-Identifier: MIT
// Grams of CO2 from joules: a multiplication done last, never stored instead of the joules.
#pragma once

#include "energy/units.h"

namespace wattle::energy {

using Grams = Quantity<struct GramUnit>;

/// Emissions of a region's electricity in a year. The caller states which, beside the result.
struct CarbonIntensity {
  double grams_per_kilowatt_hour = 0.0;
};

/// grams = joules / 3.6e6 x intensity, since 1 kWh = 3.6e6 J.
Grams carbon(Joules energy, CarbonIntensity intensity);

}  // namespace wattle::energy
