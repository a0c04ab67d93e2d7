// SPDX-License-Identifier: MIT
// RAPL through the kernel's performance counters, the events `power/energy-pkg/` and its like.
#pragma once

#include <vector>

#include "energy/meters/rapl_counter.h"
#include "energy/system.h"

namespace wattle::energy {

/// Finds `<sys>/bus/event_source/devices/power` and opens its events energy-pkg, energy-ram and
/// energy-psys on each processor that `cpumask` names, one a package. The kernel adds up wraps
/// itself, to 64 bits. Fails with kUnavailable (no such device or event, or another unit than
/// joules), kPermissionDenied or kCorrupt.
Result<std::vector<RaplCounter>> open_rapl_events(const System& system);

}  // namespace wattle::energy
