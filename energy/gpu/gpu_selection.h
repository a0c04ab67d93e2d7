// SPDX-License-Identifier: MIT
// Which of the machine's NVIDIA GPUs to meter.
#pragma once

#include <string>
#include <vector>

#include "energy/gpu/nvml.h"
#include "energy/system.h"

namespace wattle::energy {

struct GpuSelection {
  std::vector<int> gpus;  ///< NVML's numbers, ascending
  std::string why;        ///< for people; empty when it is all of them as a matter of course
};

/// All of them, unless CUDA_VISIBLE_DEVICES says which in a way that NVML shares: UUIDs ("GPU-..."
/// or the beginning of one that no other GPU has), or numbers while CUDA_DEVICE_ORDER is
/// PCI_BUS_ID. CUDA's own order puts fast GPUs first and cannot be told from here: then all are
/// metered, as for instances of a split GPU ("MIG-..."). Fails with kUnavailable when there is no
/// GPU, when CUDA may use none, or when a named one does not exist.
Result<GpuSelection> select_gpus(const Nvml& nvml, const CudaSelection& cuda);

}  // namespace wattle::energy
