// SPDX-License-Identifier: MIT
// Which meters work on this machine, and which one to use.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "energy/meter.h"
#include "energy/system.h"

namespace wattle::energy {

struct MeterChoice {
  std::unique_ptr<EnergyMeter> meter;
  std::vector<std::string> passed_over;  ///< "rapl: /sys/class/powercap is not there (...)": each
                                         ///< better meter that did not work
};

/// Opens a meter by name ("rapl", "estimate"), or the best that works for "auto".
/// An unknown name is kInvalidArgument and lists the names; a named meter that does not work says
/// why.
Result<MeterChoice> open_meter(std::string_view name, const System& system = {});

/// One meter, tried.
struct MeterStatus {
  std::string name;
  std::string what;               ///< one line: what it reads
  std::optional<MeterInfo> info;  ///< of the opened meter; empty when it does not work
  Error reason;                   ///< why it does not work, and what would help
};

/// Tries every meter, best first, as `auto` would.
std::vector<MeterStatus> list_meters(const System& system = {});

}  // namespace wattle::energy
