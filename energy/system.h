// SPDX-License-Identifier: MIT
// The machine as meters see it; tests put fakes in its place.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "energy/clock.h"
#include "energy/perf_events.h"

namespace wattle::energy {

/// Which GPUs CUDA was told to use, as the environment says it.
struct CudaSelection {
  std::optional<std::string> visible_devices;  ///< CUDA_VISIBLE_DEVICES
  std::optional<std::string> device_order;     ///< CUDA_DEVICE_ORDER
};

/// Of this process's environment. Not while another thread changes it.
CudaSelection cuda_selection();

/// Puts the calling thread to sleep.
void sleep_for(Seconds duration);

/// Where meters look.
struct System {
  std::filesystem::path sys = "/sys";
  std::filesystem::path proc = "/proc";
  std::string nvml = "libnvidia-ml.so.1";  ///< what is given to dlopen
  std::string command = {};                ///< of the meter `command`; empty: none is set
  std::filesystem::path calibration = {};  ///< of the estimate; empty: none
  std::shared_ptr<const PerfEvents> perf = kernel_perf_events();
  std::shared_ptr<const Clock> clock = std::make_shared<SteadyClock>();
  CudaSelection cuda = cuda_selection();
  std::function<void(Seconds)> pause = sleep_for;  ///< while a counter is watched
};

}  // namespace wattle::energy
