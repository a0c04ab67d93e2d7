// SPDX-License-Identifier: MIT
// A model's profile, added up by kind of layer.
#pragma once

#include <vector>

#include "search/trial/layer_energy.h"
#include "trainer/trainer.h"

namespace wattle::search {

/// The dearest first, equal ones by name. Half-widths add as independent errors do.
std::vector<KindEnergy> layer_kinds(const trainer::ModelProfile& profile);

/// Its batch, kinds and step. The rest is the caller's.
LayerEnergy layer_energy_of(const trainer::ModelProfile& profile);

}  // namespace wattle::search
