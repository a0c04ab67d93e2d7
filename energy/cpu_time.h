// SPDX-License-Identifier: MIT
// CPU seconds of this process and of everybody else on the machine.
#pragma once

#include <filesystem>
#include <optional>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

/// The machine's CPUs as /proc/stat tells them.
struct MachineCpu {
  Seconds busy;    ///< since boot: user, nice, system, irq and softirq; not iowait, not steal
  int online = 0;  ///< CPUs that are online
};

/// Reads `<proc>/stat`. Its clock ticks every 10 ms on most kernels.
/// Fails with kUnavailable (cannot be opened) or kCorrupt (no "cpu" line).
Result<MachineCpu> read_machine_cpu(const std::filesystem::path& proc);

/// CPU seconds of this process since it started, all threads, to the nanosecond.
Seconds process_cpu_time();

/// CPU seconds of the calling thread since it started, to the nanosecond.
Seconds thread_cpu_time();

/// CPU seconds since the monitor was made. Both only grow.
struct CpuTimes {
  Seconds process;  ///< this process, and those that it says are its own
  Seconds others;   ///< all other programs; 0 while /proc/stat cannot be read
};

/// Tells the two apart although their clocks differ. The process's clock is exact, the machine's
/// comes in ticks; so `others` = machine - process would jump up and down in short intervals.
/// Therefore /proc/stat is read at most every 0.1 s (ten ticks); in between `others` grows at the
/// rate of the last such window, and the next window puts right what that missed. Not thread-safe.
class CpuMonitor {
 public:
  /// `now` is any clock's time, the same clock for all calls.
  CpuMonitor(std::filesystem::path proc, Seconds now);
  /// `own_processes`: CPU seconds of other processes that work for this one; they only grow.
  CpuTimes read(Seconds now, Seconds own_processes = Seconds(0));

 private:
  void sample(Seconds now);

  std::filesystem::path proc_;
  Seconds process_at_start_;
  CpuTimes times_;
  Seconds read_at_;
  struct Window {
    Seconds sampled_at;
    Seconds origin;  ///< machine minus process when `others` was 0
    Seconds others;  ///< as told by /proc/stat at `sampled_at`
    double rate = 0.0;
  };
  std::optional<Window> window_;  ///< empty until /proc/stat was read once
};

}  // namespace wattle::energy
