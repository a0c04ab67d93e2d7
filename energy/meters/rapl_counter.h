// SPDX-License-Identifier: MIT
// What the meter `rapl` reads, wherever it found it.
#pragma once

#include <string>
#include <vector>

#include "energy/sensor_meter.h"

namespace wattle::energy {

struct RaplCounter {
  std::string domain;  ///< "package", "dram", "system"
  std::string part;    ///< "package-0", "dram-1"
  CounterReader read;
  CounterScale scale;
};

inline constexpr const char* kNoRaplHint =
    "virtual machines and containers usually have no RAPL; on the machine itself try `sudo "
    "modprobe intel_rapl_msr`, or use the meter \"estimate\"";

/// The packages and the memory; psys alone where there is no package.
std::vector<RaplCounter> without_overlap(std::vector<RaplCounter> counters);

}  // namespace wattle::energy
