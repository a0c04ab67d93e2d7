// SPDX-License-Identifier: MIT
// RAPL in the powercap tree.
#pragma once

#include <filesystem>
#include <vector>

#include "energy/meters/rapl_counter.h"

namespace wattle::energy {

/// Finds `<sys>/class/powercap/intel-rapl:*`, which AMD processors use too: microjoules that wrap
/// at `max_energy_range_uj`. Shows each counter once: not intel-rapl-mmio, which repeats the
/// package, nor dies of one package that mirror one counter. Fails with kUnavailable (no tree, no
/// package and no psys in it), kPermissionDenied (with the command that helps) or kCorrupt.
Result<std::vector<RaplCounter>> find_rapl_zones(const std::filesystem::path& sys);

}  // namespace wattle::energy
