// SPDX-License-Identifier: MIT
// The processor's own energy counters (RAPL): through the powercap tree, or through the kernel's
// performance counters where only those may be read.
#pragma once

#include <memory>

#include "energy/meter.h"
#include "energy/system.h"

namespace wattle::energy {

/// Sums the packages of all sockets and the memory beside them (`dram`), each a part of its own:
/// "package-0", "dram-0". Leaves out what these contain already (core, uncore) and what contains
/// them (psys). Only where no package is there does it read psys, alone, as domain "system".
///
/// The counters are watched at opening, for a few milliseconds: a package that stands still for a
/// second is refused, since some virtual machines show files that never change; memory that stands
/// still is left out, and the explanation says so. How wraps, resets and late readers are taken:
/// see WrappingCounter. A zone that vanishes or may no longer be read fails the reads until it is
/// back; the other zones are still read, and the next good read covers the gap.
///
/// Fails with kUnavailable (no counters, or broken ones), kPermissionDenied (with the command that
/// helps) or kCorrupt. Cost of a read: one small file or one system call per counter.
Result<std::unique_ptr<EnergyMeter>> open_rapl(const System& system);

}  // namespace wattle::energy
