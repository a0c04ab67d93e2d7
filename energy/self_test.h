// SPDX-License-Identifier: MIT
// Whether a meter on this machine can be trusted to tell two trials apart.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "energy/error.h"
#include "energy/mean_interval.h"
#include "energy/meter.h"
#include "energy/system.h"
#include "energy/units.h"

namespace wattle::energy {

struct SelfTestPlan {
  Seconds window{1.0};  ///< of each measurement
  int pairs = 6;        ///< of the same load twice; at least 2
  std::stop_token stop = {};
};

/// What was seen.
struct SelfTest {
  Watts idle;                     ///< with this program asleep
  double others_when_idle = 0.0;  ///< busy CPUs of other programs meanwhile
  Watts one_busy;                 ///< one thread computing
  Watts all_busy;                 ///< all threads
  int threads = 0;                ///< that is
  /// Shortest time between two moves of the meter; 0: it has moved whenever it was read; empty: it
  /// moved less than twice in a window.
  std::optional<Seconds> step;
  /// (B - A) / mean of both, of pairs of windows with the same load (one busy thread): its mean
  /// should be 0, and its interval is the least difference that so many pairs can tell.
  MeanInterval same_load;
  double drift = 0.0;  ///< power of the last pair over the first, minus 1
};

/// Runs the loads one after another: about (2 pairs + 5) windows. Fails with kInvalidArgument for a
/// plan without a positive window or with fewer than two pairs, kCancelled, or the meter's error.
Result<SelfTest> run_self_test(EnergyMeter& meter, const System& system,
                               const SelfTestPlan& plan = {});

/// What is wrong with it, a sentence each, worst first; empty when nothing is.
std::vector<std::string> concerns(const SelfTest& seen, const MeterInfo& meter);

}  // namespace wattle::energy
