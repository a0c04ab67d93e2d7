// SPDX-License-Identifier: MIT
// What it costs on average to reach a target when a run that fails is begun again: the expected
// running energy, and how many times as much one strategy needs as another.
#pragma once

#include <span>

#include "search/statistics/bootstrap.h"
#include "search/statistics/ratio.h"
#include "search/statistics/survival.h"

namespace wattle::search {

/// What all runs spent, until the target or their end, over the number that reached it:
///   ERE = sum of spent / number of reached                    [Hansen2016b]
/// there called the average runtime, of evaluations. It estimates what independent restarts need
/// until one succeeds. The interval is the percentile bootstrap's over runs; a resample without
/// success counts as infinite, and so the upper end may be. No value: no run reached the target, or
/// an amount that is not finite or below 0. options.method is not looked at.
Estimate expected_running_energy(std::span<const RunToTarget> runs, const BootstrapOptions& options,
                                 Rng& rng);

/// ERE of `numerator` over that of `denominator`, with the percentile bootstrap's interval, drawn
/// in pairs when paired. Where neither succeeds in a resample, it counts as 0 for the lower end and
/// as infinite for the upper one. No value: one of them has none, the denominator's is 0, or paired
/// runs differ in number.
Estimate running_energy_ratio(std::span<const RunToTarget> numerator,
                              std::span<const RunToTarget> denominator, Pairing pairing,
                              const BootstrapOptions& options, Rng& rng);

}  // namespace wattle::search
