// SPDX-License-Identifier: MIT
// Quantiles of a sample, and the two centres that curves and ratios are made of.
#pragma once

#include <span>
#include <vector>

namespace wattle::search {

/// Which centre of a sample.
enum class Center { kMean, kMedian };

/// The quantile at p of a sample in ascending order: between the values of ranks k and k + 1 (from
/// 0), k = floor((n - 1) p), by linear interpolation [Hyndman1996, Definition 7]. With an infinite
/// one of the two, that one, unless p is exactly the rank of the other. Requires n > 0 and p on
/// [0, 1].
double sorted_quantile(std::span<const double> sorted, double p);

/// The mean, or the median (the middle value, or the mean of the two). Requires values.
double center_of(std::vector<double> values, Center center);

}  // namespace wattle::search
