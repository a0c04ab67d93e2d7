// SPDX-License-Identifier: MIT
// What the study's electricity emits and costs, as its scenario says.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "energy/carbon.h"
#include "energy/units.h"

namespace wattle::search {

/// What a kilowatt-hour costs.
struct Price {
  double per_kilowatt_hour = 0.0;
  std::string currency;  ///< "EUR"
};

/// Members that the scenario is silent about are empty.
struct Footprint {
  std::optional<energy::CarbonIntensity> carbon;
  std::optional<Price> price;

  /// Reads a scenario's `energy`, whose form has been validated.
  static Footprint from_json(const nlohmann::json& energy);
};

/// In the price's currency.
double money(Joules energy, const Price& price);

}  // namespace wattle::search
