// SPDX-License-Identifier: MIT
// The kernel's performance counters, perf_event_open(2), behind a seam that tests replace.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

/// Which event, and of whom. Both `pid` and `cpu` may not be -1.
struct PerfEvent {
  std::uint32_t type = 0;    ///< PERF_TYPE_HARDWARE, or the number in the device's `type` file
  std::uint64_t config = 0;  ///< PERF_COUNT_HW_CPU_CYCLES, or what the device's event file says
  pid_t pid = 0;             ///< a thread; 0: the calling one; -1: whoever runs on `cpu`
  int cpu = -1;              ///< -1: wherever `pid` runs
  bool inherit = false;      ///< also threads and processes that `pid` starts from now on
  bool user_only = false;    ///< what an unprivileged user may still count
};

/// A count and for how long it was really counted: the kernel takes turns when there are more
/// events than counters.
struct PerfCount {
  std::uint64_t value = 0;
  Seconds enabled;
  Seconds running;

  /// `value` as it would be, had it been counted all the time; 0 when it never was.
  double scaled() const;
};

/// An open counter. Thread-safe.
class PerfCounter {
 public:
  virtual ~PerfCounter() = default;
  virtual Result<PerfCount> read() const = 0;
};

/// Opens counters. Thread-safe.
class PerfEvents {
 public:
  virtual ~PerfEvents() = default;
  /// Fails with kPermissionDenied (with the command that helps), kUnavailable (the machine has no
  /// such event, as most virtual machines), kNotFound (no such thread).
  virtual Result<std::unique_ptr<PerfCounter>> open(const PerfEvent& event) const = 0;
};

/// The running kernel's.
std::shared_ptr<const PerfEvents> kernel_perf_events();

}  // namespace wattle::energy
