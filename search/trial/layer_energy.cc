// SPDX-License-Identifier: MIT
#include "search/trial/layer_energy.h"

#include <cmath>

namespace wattle::search {

StepJoules operator+(const StepJoules& a, const StepJoules& b) {
  return {a.joules + b.joules, std::hypot(a.half_width, b.half_width)};
}

StepJoules LayerEnergy::layers() const {
  StepJoules sum;
  for (const KindEnergy& kind : kinds) sum = sum + kind.both();
  return sum;
}

StepJoules LayerEnergy::rest() const {
  const StepJoules sum = layers();
  return {step.joules - sum.joules, std::hypot(step.half_width, sum.half_width)};
}

}  // namespace wattle::search
