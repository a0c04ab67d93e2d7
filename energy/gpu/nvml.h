// SPDX-License-Identifier: MIT
// NVIDIA's management library, loaded when asked for: Wattle is never linked to it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/units.h"

namespace wattle::energy {

struct NvmlFunctions;

/// A GPU's share of one process in the library's sampling window.
struct NvmlProcessSample {
  std::uint32_t pid = 0;
  std::uint64_t microseconds = 0;  ///< of the library's own clock
  std::uint32_t sm_percent = 0;    ///< of the time some kernel of this process ran
};

/// What may be set as a power limit.
struct PowerLimitRange {
  Watts least;
  Watts most;
};

/// The library, initialised; shut down with the last reference. GPUs are numbered from 0 in the
/// order of their PCI addresses, which need not be CUDA's. Thread-safe, as the library is.
///
/// Every function fails with kUnavailable (the GPU cannot do that, or is lost), kPermissionDenied,
/// or kInternal with the library's own number, and names the GPU.
class Nvml {
 public:
  /// `library` is given to dlopen. Fails with kUnavailable when there is no such library, no driver
  /// or an old library without the functions that every GPU needs.
  static Result<std::shared_ptr<const Nvml>> open(const std::string& library);

  ~Nvml();
  Nvml(const Nvml&) = delete;
  Nvml& operator=(const Nvml&) = delete;

  Result<int> count() const;
  Result<std::string> uuid(int gpu) const;  ///< "GPU-2d5e..."
  Result<std::string> name(int gpu) const;  ///< "NVIDIA H100 PCIe"
  /// Whether it is split into instances; false where the library knows no such thing.
  bool is_split(int gpu) const;

  /// Since the driver was loaded; Volta and later.
  Result<std::uint64_t> energy_millijoules(int gpu) const;
  Result<Watts> power(int gpu) const;

  Result<Watts> power_limit(int gpu) const;
  Result<PowerLimitRange> power_limit_range(int gpu) const;
  /// Needs root.
  Result<void> set_power_limit(int gpu, Watts limit) const;

  /// Processes that used the GPU after `since`, by the library's clock; 0: all that it remembers.
  Result<std::vector<NvmlProcessSample>> process_samples(int gpu, std::uint64_t since) const;

 private:
  Nvml(std::shared_ptr<void> library, std::unique_ptr<NvmlFunctions> functions);
  Result<struct nvmlDevice_st*> device(int gpu) const;
  tl::unexpected<Error> failure(int code, int gpu, const std::string& what) const;

  std::shared_ptr<void> library_;
  std::unique_ptr<NvmlFunctions> functions_;
};

}  // namespace wattle::energy
