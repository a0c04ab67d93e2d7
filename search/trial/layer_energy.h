// SPDX-License-Identifier: MIT
// What the layers of a model cost in a training step, by kind of layer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "energy/reading.h"

namespace wattle::search {

/// Net joules, above idle, of one training step.
struct StepJoules {
  double joules = 0.0;
  double half_width = 0.0;  ///< of the 95 % interval, from the repeats
  bool operator==(const StepJoules&) const = default;
};

/// Of two parts together, whose errors are independent.
StepJoules operator+(const StepJoules& a, const StepJoules& b);

/// All layers of one kind, each measured alone.
struct KindEnergy {
  std::string kind;  ///< "convolution", "linear", ...
  int layers = 0;
  StepJoules forward;
  StepJoules backward;
  bool operator==(const KindEnergy&) const = default;

  StepJoules both() const { return forward + backward; }
};

/// By the same measuring as `wattle profile`. Where it failed, the other members say nothing.
struct LayerEnergy {
  std::string failure;            ///< why nothing was measured; empty: it was
  std::int64_t batch = 0;         ///< examples of the step
  int threads = 1;                ///< that computed
  std::vector<KindEnergy> kinds;  ///< the dearest first
  StepJoules step;                ///< forward, loss, backward and update of the whole model
  energy::EnergyReading all;      ///< of the whole measuring: its source, coverage, and how wide
  std::string meter;              ///< "rapl"
  Seconds window;                 ///< of each measurement
  Seconds resolution;             ///< the meter's step
  bool operator==(const LayerEnergy&) const = default;

  StepJoules layers() const;  ///< all kinds together
  /// What the whole step costs beyond its layers: loss, update and data. Negative where the layers
  /// one by one cost more.
  StepJoules rest() const;
};

}  // namespace wattle::search
