// SPDX-License-Identifier: MIT
// Grams of CO2 from joules: a multiplication done last, never stored instead of the joules.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/units.h"

namespace wattle::energy {

using Grams = Quantity<struct GramUnit>;

inline constexpr double kJoulesPerKilowattHour = 3.6e6;

/// Emissions of electricity, with where the number comes from: it is printed beside every gram.
struct CarbonIntensity {
  double grams_per_kilowatt_hour = 0.0;  ///< of CO2 equivalents
  std::string region;                    ///< "Germany"; empty: the user's own number
  int year = 0;                          ///< that the region's number is of
};

/// grams = joules / 3.6e6 x intensity, since 1 kWh = 3.6e6 J.
Grams carbon(Joules energy, const CarbonIntensity& intensity);
/// How many joules emit so much. The intensity must be above 0.
Joules joules_of(Grams emitted, const CarbonIntensity& intensity);

/// The codes of regions.cc, sorted: two letters of ISO 3166, and "WORLD".
const std::vector<std::string>& region_codes();
/// A region's yearly mean over its whole generation, life cycle included; nullopt for a code that
/// is not among region_codes().
std::optional<CarbonIntensity> intensity_of(std::string_view code);

/// "381 g of CO2e per kWh (Germany, 2023)", "52 g of CO2e per kWh (as given)".
std::string in_words(const CarbonIntensity& intensity);

}  // namespace wattle::energy
