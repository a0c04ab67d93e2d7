// SPDX-License-Identifier: MIT
// Who used a GPU: the part of its busy time that each process had.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "energy/gpu/nvml.h"

namespace wattle::energy {

struct GpuShare {
  pid_t pid = 0;
  double share = 0.0;  ///< of the busy time of all processes; the shares of a GPU sum to 1
};

/// Shares in a window of NVML's own clock, `from` exclusive, `to` inclusive.
struct GpuShares {
  std::vector<GpuShare> processes;      ///< by pid; empty: nobody used the GPU
  std::uint64_t from_microseconds = 0;  ///< what was asked for; 0: as far as NVML remembers
  std::uint64_t to_microseconds = 0;    ///< the newest sample; `from` when there is none
};

/// Shares since the window before: give its `to_microseconds`, or 0 at first. NVML samples each
/// process between six times a second and once, so a window of less than a second may miss one.
/// Process numbers are those of the machine, not of a container. Fails as Nvml does; split GPUs and
/// virtual ones do not tell.
Result<GpuShares> read_gpu_shares(const Nvml& nvml, int gpu, std::uint64_t since_microseconds);

}  // namespace wattle::energy
