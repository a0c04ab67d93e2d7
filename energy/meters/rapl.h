// SPDX-License-Identifier: MIT
// The processor's own energy counters (RAPL), as Linux shows them in the powercap tree.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "energy/clock.h"
#include "energy/meter.h"

namespace wattle::energy {

/// One counter of the tree.
struct RaplZone {
  std::filesystem::path folder;  ///< ".../intel-rapl:0" or, a subzone, ".../intel-rapl:0:2"
  std::string name;              ///< "package-0", "package-0-die-1", "dram"
  std::uint64_t range = 0;       ///< microjoules at which the counter wraps
  std::uint64_t last = 0;        ///< microjoules at `read_at`
  Seconds read_at;
};

/// Reads `<sys>/class/powercap/intel-rapl:*`, which AMD processors use too. Sums the packages of
/// all sockets and the memory beside them (`dram` subzones). Leaves out what these contain already
/// (core, uncore), what contains them (psys), and what shows them twice (intel-rapl-mmio; dies of
/// one package that mirror one counter).
///
/// Counters count microjoules from an arbitrary start and wrap at `max_energy_range_uj`. No zone
/// is taken to draw more than 1000 W, twice the largest processors of 2025; hence
/// longest_gap = smallest range / 1000 W / 2, the half for a late reader. A counter that fell is a
/// wrap when that implies at most 1000 W since the last read, else a reset (suspend, a reloaded
/// driver): then what the counter shows now is counted, and up to 1000 W for the time in between
/// is added to `high`. So are the whole wraps that 1000 W allow when a reader came too late.
class RaplMeter final : public EnergyMeter {
 public:
  /// Fails with kUnavailable (no tree, or no package in it), kPermissionDenied (with the command
  /// that helps) or kCorrupt.
  static Result<std::unique_ptr<RaplMeter>> open(const std::filesystem::path& sys,
                                                 std::shared_ptr<const Clock> clock);

  const MeterInfo& info() const override { return info_; }
  /// Cost: one small file per zone.
  Result<CumulativeEnergy> read() override;

 private:
  RaplMeter(std::vector<RaplZone> zones, std::shared_ptr<const Clock> clock);
  void advance(RaplZone& zone, std::uint64_t counter);

  std::vector<RaplZone> zones_;
  std::shared_ptr<const Clock> clock_;
  CumulativeEnergy total_;
  MeterInfo info_;
};

}  // namespace wattle::energy
