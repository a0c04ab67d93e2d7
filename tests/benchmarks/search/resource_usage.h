// SPDX-License-Identifier: MIT
// What this process has used so far.
#pragma once

namespace wattle::search::benchmarks {

/// Of all its threads. The figure to compare on a machine that others use too.
double cpu_seconds();
/// From an arbitrary start; never runs backwards.
double wall_seconds();
/// Resident memory: its greatest so far (VmHWM), and now (VmRSS). A forked process starts with what
/// its parent holds then.
double peak_megabytes();
double resident_megabytes();

}  // namespace wattle::search::benchmarks
