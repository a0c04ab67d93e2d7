// SPDX-License-Identifier: MIT
#include "energy/power_integrator.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace wattle::energy {
namespace {

struct Bounds {
  Watts low;
  Watts high;
};

/// Of the power while nobody looked.
Bounds unseen_power(const PowerSensor& sensor, Watts before, Watts after, Seconds spacing) {
  const auto [low, high] = std::minmax(before, after);
  if (spacing <= sensor.longest_gap) return {low, high};
  return {Watts(0), std::max(high, sensor.largest)};
}

}  // namespace

PowerIntegrator::PowerIntegrator(PowerSensor sensor, PowerSample first)
    : sensor_(sensor), last_(first) {}

Result<void> PowerIntegrator::add(PowerSample sample) {
  if (!std::isfinite(sample.power.value) || sample.power < Watts(0)) {
    return fail(ErrorCode::kCorrupt,
                "a sensor showed a power of " + std::to_string(sample.power.value) + " W");
  }
  const Seconds spacing = sample.time - last_.time;
  if (!(spacing >= Seconds(0))) {
    return fail(ErrorCode::kInvalidArgument, "a power sample is older than the one before it");
  }
  const Seconds seen = std::min(spacing, sensor_.period);
  const Watts mean = (last_.power + sample.power) * 0.5;
  const Bounds unseen = unseen_power(sensor_, last_.power, sample.power, spacing);
  const auto error = [this](Watts p) { return sensor_.step * 0.5 + sensor_.relative_error * p; };
  const Joules low =
      (mean - error(mean)) * seen + (unseen.low - error(unseen.low)) * (spacing - seen);
  const Joules high =
      (mean + error(mean)) * seen + (unseen.high + error(unseen.high)) * (spacing - seen);
  total_.joules += mean * spacing;
  total_.low += std::max(low, Joules(0));
  total_.high += high;
  last_ = sample;
  return {};
}

}  // namespace wattle::energy
