// SPDX-License-Identifier: MIT
// What the kernel tells of other processes.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

struct ProcessStat {
  bool zombie = false;  ///< it has ended, and its parent has not asked how
  pid_t parent = 0;
  unsigned long long started = 0;  ///< tells a number that is used again
  Seconds waited_for;              ///< descendants' CPU time, to the clock tick
};

/// Reads /proc/PID/stat. kNotFound when there is no such process; another code when it cannot be
/// read at the moment (no descriptor or no memory is left) or tells nothing.
Result<ProcessStat> read_process_stat(pid_t pid);

/// The CPU time of a process with all its threads; a zombie still has it. nullopt when it is gone.
std::optional<Seconds> read_process_clock(pid_t pid);

/// Those that it started and that are not reaped. Empty where the kernel lists none
/// (CONFIG_PROC_CHILDREN).
std::vector<pid_t> children_of(pid_t pid);

/// Its memory that no file backs, as of now: its own and what it shares with others. 0 when it is
/// gone.
std::uint64_t memory_without_files(pid_t pid);

}  // namespace wattle::energy
