// SPDX-License-Identifier: MIT
#include "energy/carbon.h"

#include <sstream>

namespace wattle::energy {

Grams carbon(Joules energy, const CarbonIntensity& intensity) {
  return Grams(energy.value / kJoulesPerKilowattHour * intensity.grams_per_kilowatt_hour);
}

Joules joules_of(Grams emitted, const CarbonIntensity& intensity) {
  return Joules(emitted.value / intensity.grams_per_kilowatt_hour * kJoulesPerKilowattHour);
}

std::string in_words(const CarbonIntensity& intensity) {
  std::ostringstream text;
  text << intensity.grams_per_kilowatt_hour << " g of CO2e per kWh (";
  if (intensity.region.empty()) {
    text << "as given";
  } else {
    text << intensity.region << ", " << intensity.year;
  }
  text << ')';
  return text.str();
}

}  // namespace wattle::energy
