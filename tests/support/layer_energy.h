// SPDX-License-Identifier: MIT
// The joules of a made-up model's layers: sums of Pythagorean triples, so that half-widths are
// whole.
#pragma once

#include "search/trial/layer_energy.h"

namespace wattle::test {

/// A step of 15 mJ, of which the layers are 12 mJ: 11 mJ of convolutions, 1 mJ of an activation.
inline search::LayerEnergy sample_layers() {
  search::LayerEnergy layers;
  layers.batch = 64;
  layers.threads = 2;
  layers.kinds = {{"convolution", 2, {0.004, 3e-4}, {0.007, 4e-4}},
                  {"activation", 1, {0.001, 0.0}, {}}};
  layers.step = {0.015, 12e-4};
  layers.all.joules = Joules(40);
  layers.all.low = Joules(20);
  layers.all.high = Joules(80);
  layers.all.domains = {"package"};
  layers.all.source = energy::Source::kEstimated;
  layers.all.window = Seconds(6);
  layers.meter = "estimate";
  layers.window = Seconds(0.5);
  layers.resolution = Seconds(0.01);
  return layers;
}

}  // namespace wattle::test
