// SPDX-License-Identifier: MIT
#include "search/objective/layer_kinds.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace wattle::search {
namespace {

StepJoules joules_of(const trainer::CallCost& cost) { return {cost.joules, cost.half_width}; }

}  // namespace

std::vector<KindEnergy> layer_kinds(const trainer::ModelProfile& profile) {
  std::map<std::string, KindEnergy> kinds;
  for (const trainer::LayerProfile& layer : profile.layers) {
    KindEnergy& kind = kinds[layer.kind];
    kind.kind = layer.kind;
    ++kind.layers;
    kind.forward = kind.forward + joules_of(layer.forward);
    kind.backward = kind.backward + joules_of(layer.backward);
  }
  std::vector<KindEnergy> sorted;
  sorted.reserve(kinds.size());
  for (auto& [name, kind] : kinds) sorted.push_back(std::move(kind));
  std::ranges::stable_sort(sorted, std::greater<>(),
                           [](const KindEnergy& kind) { return kind.both().joules; });
  return sorted;
}

LayerEnergy layer_energy_of(const trainer::ModelProfile& profile) {
  LayerEnergy layers;
  layers.batch = profile.batch;
  layers.kinds = layer_kinds(profile);
  layers.step = joules_of(profile.step);
  return layers;
}

}  // namespace wattle::search
