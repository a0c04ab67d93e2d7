// SPDX-License-Identifier: MIT
#include "search/trial/footprint.h"

namespace wattle::search {

Footprint Footprint::from_json(const nlohmann::json& energy) {
  Footprint footprint;
  if (energy.contains("region")) {
    footprint.carbon = energy::intensity_of(energy["region"].get<std::string>());
  }
  if (energy.contains("grams_per_kwh")) {
    footprint.carbon = energy::CarbonIntensity{
        .grams_per_kilowatt_hour = energy["grams_per_kwh"].get<double>(), .region = "", .year = 0};
  }
  if (energy.contains("price_per_kwh")) {
    footprint.price =
        Price{energy["price_per_kwh"].get<double>(), energy["currency"].get<std::string>()};
  }
  return footprint;
}

double money(Joules energy, const Price& price) {
  return energy.value / energy::kJoulesPerKilowattHour * price.per_kilowatt_hour;
}

}  // namespace wattle::search
