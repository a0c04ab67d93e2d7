// SPDX-License-Identifier: MIT
// An estimate of the processor's energy for machines without a counter. A guess with an interval,
// and says so.
#pragma once

#include <filesystem>
#include <memory>

#include "energy/clock.h"
#include "energy/cpu_time.h"
#include "energy/meter.h"
#include "energy/meters/power_model.h"

namespace wattle::energy {

/// Between two reads t apart in which the machine's CPUs were busy for c seconds, the energy grows
/// by P(c/t) t with P the generic power model: never by 0 when t > 0, and by more when c is more.
/// Intervals of any length work: this process's CPU time is exact, and the others' is smoothed (see
/// CpuMonitor). Where /proc/stat stops being readable only this process's CPU time counts.
/// In a virtual machine it covers the hardware threads that the machine sees, and they are all it
/// can know of.
class EstimateMeter final : public EnergyMeter {
 public:
  /// Fails when `<proc>/stat` cannot be read.
  static Result<std::unique_ptr<EstimateMeter>> open(const std::filesystem::path& proc,
                                                     std::shared_ptr<const Clock> clock);

  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override;

 private:
  EstimateMeter(const std::filesystem::path& proc, std::shared_ptr<const Clock> clock, int online);

  std::shared_ptr<const Clock> clock_;
  int online_;
  Seconds read_at_;
  CpuMonitor cpu_;
  Seconds busy_;  ///< CPU seconds of the machine up to `read_at_`
  CumulativeEnergy total_;
  MeterInfo info_;
};

}  // namespace wattle::energy
