// SPDX-License-Identifier: MIT
// NVIDIA GPUs: their energy counters, or their power where they count no energy.
#pragma once

#include <memory>

#include "energy/meter.h"
#include "energy/system.h"

namespace wattle::energy {

/// Each GPU that `select_gpus` chooses is a part, "gpu-0". Its energy counter (millijoules since
/// the driver was loaded) is used where it has one that moves; else its power is integrated, which
/// NVML states to 5 % and, on newer GPUs, as the average of a second. The source is kCounter only
/// when all of them count. A GPU that is split into instances is counted as a whole.
///
/// Fails with kUnavailable (no library, no driver, no GPU, one that tells neither) or
/// kPermissionDenied. A GPU that is lost later fails the reads until it is back.
/// Cost of a read: one or two calls of the library per GPU, some tens of microseconds each.
Result<std::unique_ptr<EnergyMeter>> open_nvml(const System& system);

}  // namespace wattle::energy
