// SPDX-License-Identifier: MIT
// An estimate of the energy of processor and memory for machines without a counter. A guess with an
// interval, and says so.
#pragma once

#include <memory>
#include <optional>

#include "energy/clock.h"
#include "energy/cpu_time.h"
#include "energy/meter.h"
#include "energy/meters/activity.h"
#include "energy/meters/power_model.h"
#include "energy/system.h"

namespace wattle::energy {

/// What the estimate multiplies with, chosen once.
struct EstimateModel {
  PowerModel power;                  ///< of the processor, or of all that a calibration covers
  double joules_per_byte = 0.0;      ///< of traffic, within `power`; calibrated
  Watts margin;                      ///< added below and above `power`; calibrated
  std::optional<double> gigabytes;   ///< of memory beside `power`; empty: none is modelled
  std::vector<std::string> domains;  ///< what `power` covers
};

/// Between two reads t apart in which the machine's CPUs were busy for c seconds, the energy of the
/// processor grows by P(c/t) t with P its family's curve, the generic one, or a calibrated one:
/// never by 0 when t > 0, and by more when c is more. With hardware counters P is corrected for
/// what kind of work it was (`activity_correction`), and memory traffic is added to the memory's
/// power, which else goes by its size alone.
/// Intervals of any length work: this process's CPU time is exact, and the others' is smoothed (see
/// CpuMonitor). Where /proc/stat stops being readable only this process's CPU time counts; where
/// counters stop, the curve goes on alone.
/// In a virtual machine it covers the hardware threads and the memory that the machine sees, and
/// they are all it can know of.
class EstimateMeter final : public EnergyMeter {
 public:
  /// Fails when `<proc>/stat` cannot be read. All else is optional: `cpuinfo` and `meminfo` there,
  /// counters through `system.perf`, `system.calibration`; the explanation says what was used and
  /// why a calibration was not.
  static Result<std::unique_ptr<EstimateMeter>> open(const System& system);

  const MeterInfo& info() const override { return info_; }
  Result<CumulativeEnergy> read() override;

 private:
  EstimateMeter(const System& system, int online, EstimateModel model, ActivityMonitor activity,
                MeterInfo info);
  void add_processor(Seconds elapsed, double busy_threads, const Activity& activity);
  void add_memory(Seconds elapsed, const Activity& activity);

  std::shared_ptr<const Clock> clock_;
  int online_;
  EstimateModel model_;
  Seconds read_at_;
  CpuMonitor cpu_;
  ActivityMonitor activity_;
  Seconds busy_;  ///< CPU seconds of the machine up to `read_at_`
  CumulativeEnergy processor_;
  CumulativeEnergy memory_;
  MeterInfo info_;
};

}  // namespace wattle::energy
