// SPDX-License-Identifier: MIT
// Energy from power that is sampled as time goes on, with bounds.
#pragma once

#include "energy/error.h"
#include "energy/integrate.h"
#include "energy/meter.h"
#include "energy/units.h"

namespace wattle::energy {

/// What is known of a sensor of power.
struct PowerSensor {
  Watts step;                   ///< the smallest difference that it shows
  double relative_error = 0.0;  ///< of its maker; 0: none is stated
  Seconds period{1.0};          ///< how often it shows a new value
  Seconds longest_gap{2.0};  ///< samples further apart than this know nothing of the time between
  Watts largest{1000.0};     ///< what may have been drawn in such a gap
};

/// Trapezoids between samples. For two of them h apart, with mean m, the energy is m h, and
///
///   sensor:   low, high = (m -+ step / 2 -+ relative_error m) h
///   h > period:       for the time h - period nobody looked: the power may have been that of
///                     either sample all the while
///   h > longest_gap:  and for that time it may have been anything in [0, largest]
///
/// Energy never falls, and low <= joules <= high. O(1) a sample; keeps no samples.
class PowerIntegrator {
 public:
  /// Begins with a first sample, at 0 J.
  PowerIntegrator(PowerSensor sensor, PowerSample first);

  /// Fails with kInvalidArgument when time goes back and with kCorrupt when the power is negative
  /// or not finite; then nothing has changed.
  Result<void> add(PowerSample sample);
  const CumulativeEnergy& total() const { return total_; }
  const PowerSample& last() const { return last_; }

 private:
  PowerSensor sensor_;
  PowerSample last_;
  CumulativeEnergy total_;
};

}  // namespace wattle::energy
