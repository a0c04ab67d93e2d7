// SPDX-License-Identifier: MIT
// Energy from power samples.
#pragma once

#include <span>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

struct PowerSample {
  Seconds time;  ///< of a steady clock, any start
  Watts power;
};

/// Trapezoids: E = sum over i of (t[i+1] - t[i]) (p[i] + p[i+1]) / 2. Exact where the power is
/// linear between samples; else the error of a smooth power is at most T h^2 max|p''| / 12 for a
/// span T and spacing h. Samples need not be evenly spaced. Fewer than two samples span no time and
/// give 0 J. Times that go back are kInvalidArgument.
Result<Joules> integrate_power(std::span<const PowerSample> samples);

}  // namespace wattle::energy
