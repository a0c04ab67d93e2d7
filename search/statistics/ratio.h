// SPDX-License-Identifier: MIT
// How many times as much: the ratio of two samples' means or medians.
#pragma once

#include <span>

#include "search/statistics/bootstrap.h"
#include "search/statistics/quantiles.h"

namespace wattle::search {

/// Does value i of one sample belong to value i of the other?
enum class Pairing { kPaired, kUnpaired };

/// center(numerator) / center(denominator), with a bootstrap interval: pairs are drawn as one when
/// paired, else each sample on its own. A ratio of centres, not the centre of ratios: of joules
/// spent by two strategies, the ratio of what they cost in the long run when the centre is the
/// mean. Requires finite values above 0, or there is no value; paired samples of one size.
Estimate ratio_of_centers(std::span<const double> numerator, std::span<const double> denominator,
                          Center center, Pairing pairing, const BootstrapOptions& options,
                          Rng& rng);

}  // namespace wattle::search
