// SPDX-License-Identifier: MIT
// Do two independent samples differ? The rank-sum test of Mann, Whitney and Wilcoxon.
#pragma once

#include <span>

#include "search/statistics/summary.h"

namespace wattle::search {

struct MannWhitneyOptions {
  /// The most observations of both samples for which the null distribution is enumerated.
  int largest_exact = 40;
};

/// With R the sum of the mid-ranks of the m values of x among all N = m + n,
///   U = R - m (m + 1) / 2,                                            [Mann1947]
/// the number of pairs (x_i, y_j) with x_i > y_j, ties counting half: the statistic. Under the null
/// hypothesis both samples come from one distribution.
///   Up to `largest_exact` values  the distribution of R over all choices of m of the N ranks:
///                                 exact with ties, too [Hollander2014, Section 4.1].
///   More                          z = (|U - m n / 2| - 1/2) / sqrt(V), 0 if that is negative,
///                                 V = m n / 12 (N + 1 - T / (N (N - 1))), T the tie sum (ranks.h).
/// Equal values alone give p = 1. `n` of the summary is N. No p-value: an empty sample, or a value
/// that is not a number; infinities count as the greatest or least.
SignificanceTest mann_whitney(std::span<const double> x, std::span<const double> y,
                              const MannWhitneyOptions& options = {});

}  // namespace wattle::search
