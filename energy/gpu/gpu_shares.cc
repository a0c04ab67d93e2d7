// SPDX-License-Identifier: MIT
#include "energy/gpu/gpu_shares.h"

#include <algorithm>
#include <map>

namespace wattle::energy {

Result<GpuShares> read_gpu_shares(const Nvml& nvml, int gpu, std::uint64_t since_microseconds) {
  const auto samples = nvml.process_samples(gpu, since_microseconds);
  if (!samples) return tl::unexpected(samples.error());
  GpuShares shares{.processes = {},
                   .from_microseconds = since_microseconds,
                   .to_microseconds = since_microseconds};
  std::map<pid_t, double> busy;
  double all = 0.0;
  for (const NvmlProcessSample& sample : *samples) {
    // NVML hands out empty places of its buffer, too.
    if (sample.microseconds <= since_microseconds || sample.sm_percent == 0) continue;
    busy[static_cast<pid_t>(sample.pid)] += sample.sm_percent;
    all += sample.sm_percent;
    shares.to_microseconds = std::max(shares.to_microseconds, sample.microseconds);
  }
  for (const auto& [pid, percent] : busy) shares.processes.push_back({pid, percent / all});
  return shares;
}

}  // namespace wattle::energy
