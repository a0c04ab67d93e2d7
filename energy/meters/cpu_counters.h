// SPDX-License-Identifier: MIT
// Cycles, instructions and cache misses of the machine, or of this process where only that is
// allowed.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "energy/meters/power_model.h"
#include "energy/perf_events.h"

namespace wattle::energy {

/// Numbers of the CPUs that are online, from `<sys>/devices/system/cpu/online` ("0-3,6"); 0 to
/// `online` - 1 where that cannot be read.
std::vector<int> online_cpus(const std::filesystem::path& sys, int online);

/// Hardware counters since the last read. Not thread-safe.
class CpuCounters {
 public:
  enum class Scope {
    kNone,     ///< the machine has none, or none may be read
    kProcess,  ///< the opening thread and what it starts from then on, other processes included
    kMachine,  ///< every CPU
  };

  CpuCounters() = default;
  /// Opens the widest that is allowed. `with_misses`: also those of the last cache, machine-wide
  /// only; else they stay 0.
  static CpuCounters open(const PerfEvents& perf, const std::vector<int>& cpus, bool with_misses);

  Scope scope() const { return scope_; }
  bool counts_misses() const { return misses_; }
  /// Why not the whole machine; empty when it is.
  const std::string& reason() const { return reason_; }

  /// The increase since the last read, or since opening. A count that took turns with others is
  /// scaled to the whole interval. Fails when a counter cannot be read: all are closed then, and
  /// `scope` is kNone. nullopt when a counter had no turn at all.
  Result<std::optional<CounterDelta>> read();

 private:
  struct Counter {
    std::unique_ptr<PerfCounter> counter;
    double CounterDelta::*sum;
    PerfCount last;
  };
  Result<void> add(const PerfEvents& perf, PerfEvent event, double CounterDelta::*sum);
  Result<void> add_machine(const PerfEvents& perf, const std::vector<int>& cpus, bool with_misses);
  Result<void> add_process(const PerfEvents& perf, bool user_only);

  std::vector<Counter> counters_;
  Scope scope_ = Scope::kNone;
  bool misses_ = false;
  std::string reason_;
};

}  // namespace wattle::energy
