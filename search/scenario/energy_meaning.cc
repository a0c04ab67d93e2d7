// SPDX-License-Identifier: MIT
#include "search/scenario/energy_meaning.h"

namespace wattle::search {

Faults check_energy(const nlohmann::json& energy, const nlohmann::json& budget) {
  Faults found;
  const bool region = energy.contains("region");
  const bool grams = energy.contains("grams_per_kwh");
  if (region && grams) {
    found.push_back(fault_at("/energy/grams_per_kwh", energy.at("grams_per_kwh"),
                             "no such member beside a region: one of the two"));
  }
  if (energy.contains("price_per_kwh") && !energy.contains("currency")) {
    found.push_back(missing_at("/energy/currency", "the currency of price_per_kwh"));
  }
  if (energy.contains("currency") && !energy.contains("price_per_kwh")) {
    found.push_back(missing_at("/energy/price_per_kwh", "what a kilowatt-hour costs"));
  }
  if (budget.contains("grams") && !region && !grams) {
    found.push_back(
        missing_at("/energy/region", "a region, or grams_per_kwh: budget.grams is counted by it"));
  }
  return found;
}

}  // namespace wattle::search
