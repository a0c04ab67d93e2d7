// SPDX-License-Identifier: MIT
// Do paired results differ? Wilcoxon's signed-rank test, and by how much they do.
#pragma once

#include <span>

#include "search/statistics/summary.h"

namespace wattle::search {

/// What becomes of pairs without a difference.
enum class ZeroDifferences {
  kPratt,  ///< they take part in the ranking, then their ranks are dropped [Pratt1959]
  kDrop,   ///< they are dropped before the ranking [Wilcoxon1945]
};

struct WilcoxonOptions {
  ZeroDifferences zeros = ZeroDifferences::kPratt;
  /// The most pairs for which the null distribution is enumerated.
  int largest_exact = 50;
  double confidence = kDefaultConfidence;
  /// The most pairs for which the shift is estimated, in O(n^2 log n).
  int largest_shift = 2000;
};

struct WilcoxonSummary {
  SignificanceTest test;  ///< n: pairs; statistic: positive_ranks
  double positive_ranks = 0.0;
  double negative_ranks = 0.0;
  int zeros = 0;   ///< pairs without a difference
  Estimate shift;  ///< of x over y, by Hodges and Lehmann
};

/// With d_i = x_i - y_i and r_i the mid-rank of |d_i| (zeros by the options),
///   W+ = sum of r_i over d_i > 0,   W- = sum of r_i over d_i < 0      [Wilcoxon1945].
/// Under the null hypothesis d_i and -d_i are equally likely.
///   Up to `largest_exact` pairs  the distribution of W+ over all 2^m choices of signs, m the pairs
///                                with a difference, given their ranks: exact with ties, too
///                                [Hollander2014, Section 3.1].
///   More                         z = (|W+ - M| - 1/2) / sqrt(V), 0 if that is negative, with
///                                M = sum r_i / 2 and V = sum r_i^2 / 4 over the same pairs, which
///                                holds the correction for ties; 1/2 is that for continuity.
/// No difference at all gives p = 1. No p-value: samples that are no pairs, empty, or not finite.
///
/// `shift` is the median of the n (n + 1) / 2 Walsh averages (d_i + d_j) / 2, i <= j, zeros
/// included. Its interval runs between the Walsh averages of rank k and n (n + 1) / 2 + 1 - k, k
/// the largest with P(W+ < k) <= (1 - confidence) / 2 without ties [Hollander2014, Section 3.3];
/// with ties its coverage is no less [Noether1967]. There is none with fewer than six pairs at
/// 95 %. It assumes that the differences scatter symmetrically; the p-value is of just
/// that, about 0.
WilcoxonSummary wilcoxon_signed_rank(std::span<const double> x, std::span<const double> y,
                                     const WilcoxonOptions& options = {});

}  // namespace wattle::search
