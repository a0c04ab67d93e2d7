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
                                         ///< better or further meter that did not work
};

/// Opens a meter by name; several joined by `+` ("rapl+nvml"), which must not cover the same; a
/// recording ("replay:FILE", which goes last); or the best that works for "auto":
///
///   - `command` alone, where one is set: a wall meter covers everything;
///   - else the best processor meter that works (rapl, hwmon, the battery while it discharges, the
///     estimate), and with it the best GPU meter that works (nvml, hwmon) and covers something
///     else.
///
/// An unknown name is kInvalidArgument and lists the names; a named meter that does not work says
/// why.
Result<MeterChoice> open_meter(std::string_view name, const System& system = {});

/// The names that may be joined, best first.
std::vector<std::string> meter_names();
/// Whether `open_meter` understands the name, however the meter fares.
bool is_meter_name(std::string_view name);

/// One meter, tried.
struct MeterStatus {
  std::string name;
  std::string what;               ///< one line: what it reads
  std::optional<MeterInfo> info;  ///< of the opened meter; empty when it does not work
  Error reason;                   ///< why it does not work, and what would help
};

/// Tries every meter, best first; `replay` needs a file and is told to. Takes a second for each
/// counter that stands still.
std::vector<MeterStatus> list_meters(const System& system = {});

}  // namespace wattle::energy
