// SPDX-License-Identifier: MIT
// The JSON that a store keeps in its text columns. Reading is strict: a wrong shape throws
// nlohmann::json::exception, which the store next to the call turns into kCorrupt.
#pragma once

#include <nlohmann/json.hpp>

#include "energy/reading.h"
#include "search/trial/measurement.h"

namespace wattle::search {

/// {"name": number, ...}; a number that is not finite becomes null, and null is read as NaN.
nlohmann::json metrics_to_json(const Metrics& metrics);
Metrics metrics_from_json(const nlohmann::json& json);

/// {"joules", "low", "high", "domains", "source", "shared", "window_seconds"}
nlohmann::json energy_to_json(const energy::EnergyReading& energy);
energy::EnergyReading energy_from_json(const nlohmann::json& json);

/// {"metrics", "energy", "gross_joules", "seconds"}
nlohmann::json measurement_to_json(const Measurement& measurement);
Measurement measurement_from_json(const nlohmann::json& json);

}  // namespace wattle::search
