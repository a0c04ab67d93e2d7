// SPDX-License-Identifier: MIT
// The joules of a model's layers as JSON: in a store, in result.json, and in lines of a study.
#pragma once

#include <nlohmann/json.hpp>

#include "search/trial/layer_energy.h"

namespace wattle::search {

/// The member that holds them.
inline constexpr const char* kLayerEnergy = "layer_energy";

/// {"batch", "threads", "kinds": [{"kind", "layers", "forward", "backward"}], "step", "meter",
/// "window_seconds", "resolution_seconds", "energy"}, where "forward", "backward" and "step" are
/// {"joules", "half_width"} and "energy" is as energy_to_json has it; or {"failure"} alone.
nlohmann::json layer_energy_to_json(const LayerEnergy& layers);
/// Strict: a wrong shape throws nlohmann::json::exception. null is read as a number that is none.
LayerEnergy layer_energy_from_json(const nlohmann::json& json);

}  // namespace wattle::search
