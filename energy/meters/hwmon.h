// SPDX-License-Identifier: MIT
// Sensors of energy and power that drivers show under /sys/class/hwmon: AMD and Intel GPUs, and
// processors without RAPL.
#pragma once

#include <memory>
#include <string>

#include "energy/meter.h"
#include "energy/system.h"

namespace wattle::energy {

/// Reads `<sys>/class/hwmon/hwmon*` by the driver's `name`:
///
///   amdgpu                 gpu, or package: a processor with graphics in it shows its whole
///   package
///                          and has no `power1_cap` on most kernels
///   i915, xe               gpu
///   amd_energy             package: the counters labelled "Esocket..."; the cores are parts of
///   them zenpower               package: cores and the rest of the chip, which do not overlap
///   fam15h_power           package
///
/// An energy counter (`energy*_input`, microjoules, which wraps at 2^32 where it is that small) is
/// preferred to power (`power*_average`, then `power*_input`, microwatts), which is integrated.
/// Other drivers' sensors are not read: nobody knows what they contain.
///
/// `domain`: "gpu" or "package" reads only these; "" both. Fails with kUnavailable (no such sensor,
/// a counter that stands still, a package of 0 W), kPermissionDenied or kCorrupt. Cost of a read:
/// one small file per sensor.
Result<std::unique_ptr<EnergyMeter>> open_hwmon(const System& system,
                                                const std::string& domain = {});

}  // namespace wattle::energy
