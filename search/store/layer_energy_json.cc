// SPDX-License-Identifier: MIT
#include "search/store/layer_energy_json.h"

#include <limits>
#include <string>
#include <utility>

#include "search/store/record_json.h"

namespace wattle::search {
namespace {

using nlohmann::json;

double number_of(const json& value) {
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

json joules_to_json(const StepJoules& cost) {
  return {{"joules", cost.joules}, {"half_width", cost.half_width}};
}

StepJoules joules_from_json(const json& value) {
  return {number_of(value.at("joules")), number_of(value.at("half_width"))};
}

KindEnergy kind_from_json(const json& value) {
  return {value.at("kind").get<std::string>(), value.at("layers").get<int>(),
          joules_from_json(value.at("forward")), joules_from_json(value.at("backward"))};
}

}  // namespace

json layer_energy_to_json(const LayerEnergy& layers) {
  if (!layers.failure.empty()) return {{"failure", layers.failure}};
  json kinds = json::array();
  for (const KindEnergy& kind : layers.kinds) {
    kinds.push_back({{"kind", kind.kind},
                     {"layers", kind.layers},
                     {"forward", joules_to_json(kind.forward)},
                     {"backward", joules_to_json(kind.backward)}});
  }
  return {{"batch", layers.batch},
          {"threads", layers.threads},
          {"kinds", std::move(kinds)},
          {"step", joules_to_json(layers.step)},
          {"meter", layers.meter},
          {"window_seconds", layers.window.value},
          {"resolution_seconds", layers.resolution.value},
          {"energy", energy_to_json(layers.all)}};
}

LayerEnergy layer_energy_from_json(const json& value) {
  LayerEnergy layers;
  if (value.contains("failure")) {
    layers.failure = value.at("failure").get<std::string>();
    return layers;
  }
  layers.batch = value.at("batch").get<std::int64_t>();
  layers.threads = value.at("threads").get<int>();
  for (const json& kind : value.at("kinds")) layers.kinds.push_back(kind_from_json(kind));
  layers.step = joules_from_json(value.at("step"));
  layers.meter = value.at("meter").get<std::string>();
  layers.window = Seconds(number_of(value.at("window_seconds")));
  layers.resolution = Seconds(number_of(value.at("resolution_seconds")));
  layers.all = energy_from_json(value.at("energy"));
  return layers;
}

}  // namespace wattle::search
