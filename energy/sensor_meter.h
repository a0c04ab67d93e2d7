// SPDX-License-Identifier: MIT
// A meter made of sensors: counters of joules and sensors of power, each a part of the sum.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "energy/meter.h"
#include "energy/power_integrator.h"
#include "energy/system.h"
#include "energy/wrapping_counter.h"

namespace wattle::energy {

using CounterReader = std::function<Result<std::uint64_t>()>;
using PowerReader = std::function<Result<Watts>()>;

/// A counter that has not moved for so long is broken: real ones move many times a second, even
/// when nothing runs.
inline constexpr Seconds kStandstill{1.0};

/// One part of a meter.
struct Sensor {
  std::string part;                                       ///< "package-0", "gpu-1"
  std::function<Result<CumulativeEnergy>(Seconds)> read;  ///< at this time; energy since opening
};

/// Counts from `value`, read at `now`. A read fails with kUnavailable while the counter has stood
/// still for longer than `kStandstill`.
Sensor counter_sensor(std::string part, CounterReader reader, CounterScale scale,
                      std::uint64_t value, Seconds now);

/// Integrates from `first`.
Sensor power_sensor(std::string part, PowerReader reader, PowerSensor sensor, PowerSample first);

/// What a counter showed when it was watched, and whether it moved meanwhile.
struct WatchedCounter {
  std::uint64_t value = 0;
  bool moved = false;
};

/// Reads the counters until each has moved or `kStandstill` has passed: a few milliseconds with
/// working ones. Fails as soon as one cannot be read.
Result<std::vector<WatchedCounter>> watch_counters(const std::vector<CounterReader>& counters,
                                                   const System& system);

/// Sums sensors. When one cannot be read the read fails with its reason, but the others have been
/// read and lose nothing: the next good read tells all of it, and no read ever tells less than all.
class SensorMeter final : public EnergyMeter {
 public:
  /// `info.parts` is filled from the sensors.
  SensorMeter(MeterInfo info, std::vector<Sensor> sensors, std::shared_ptr<const Clock> clock);

  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override;

 private:
  MeterInfo info_;
  std::vector<Sensor> sensors_;
  std::shared_ptr<const Clock> clock_;
};

}  // namespace wattle::energy
