// SPDX-License-Identifier: MIT
// What kind of work the busy CPUs do, by hardware counters.
#pragma once

#include <optional>

#include "energy/cpu_time.h"
#include "energy/meters/cpu_counters.h"
#include "energy/meters/power_model.h"

namespace wattle::energy {

struct Activity {
  double correction = 1.0;                 ///< r of `PowerCurve`
  std::optional<double> bytes_per_second;  ///< of memory traffic; empty: not counted
};

/// Reads counters at most every 0.1 s, since a read costs a system call a CPU and event; in between
/// the last window's rates stand. Own counters speak for own work alone: the others' correction is
/// then 1, the result is the mean weighted by CPU time, and the frequency is not known. A counter
/// that fails ends the counting: from then on it is as if there had been none. Not thread-safe.
class ActivityMonitor {
 public:
  /// `now` and `cpu`: of the same clocks as later.
  ActivityMonitor(CpuCounters counters, std::optional<double> base_hertz, Seconds now);

  Activity read(Seconds now, const CpuTimes& cpu);

 private:
  double correction_of(const CounterDelta& counted, const CpuTimes& cpu) const;

  CpuCounters counters_;
  std::optional<double> base_hertz_;
  Seconds read_at_;
  CpuTimes cpu_;  ///< at `read_at_`
  Activity activity_;
};

}  // namespace wattle::energy
