// SPDX-License-Identifier: MIT
// The machine as meters see it; tests put fakes in its place.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "energy/clock.h"
#include "energy/perf_events.h"

namespace wattle::energy {

/// Where meters look.
struct System {
  std::filesystem::path sys = "/sys";
  std::filesystem::path proc = "/proc";
  std::string nvml = "libnvidia-ml.so.1";  ///< what is given to dlopen
  std::string command = {};                ///< of the meter `command`; empty: none is set
  std::filesystem::path calibration = {};  ///< of the estimate; empty: none
  std::shared_ptr<const PerfEvents> perf = kernel_perf_events();
  std::shared_ptr<const Clock> clock = std::make_shared<SteadyClock>();
};

}  // namespace wattle::energy
