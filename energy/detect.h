// SPDX-License-Identifier: MIT
// Which meters work on this machine, and which one to use.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "energy/meter.h"

namespace wattle::energy {

/// Roots of the file trees that meters read; tests point them at a temporary folder.
struct SystemPaths {
  std::filesystem::path sys = "/sys";
  std::filesystem::path proc = "/proc";
};

struct MeterChoice {
  std::unique_ptr<EnergyMeter> meter;
  std::vector<std::string> passed_over;  ///< "rapl: /sys/class/powercap is not there (...)": each
                                         ///< better meter that did not work
};

/// Opens a meter by name ("rapl", "estimate"), or the best that works for "auto".
/// An unknown name is kInvalidArgument and lists the names; a named meter that does not work says
/// why.
Result<MeterChoice> open_meter(std::string_view name, const SystemPaths& paths = {});

}  // namespace wattle::energy
