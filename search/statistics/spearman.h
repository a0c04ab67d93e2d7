// SPDX-License-Identifier: MIT
// Does one quantity rise with another? Spearman's rank correlation.
#pragma once

#include <span>

#include "search/statistics/summary.h"

namespace wattle::search {

struct SpearmanOptions {
  /// The most pairs for which all orders are enumerated: 9! is 362,880.
  int largest_exact = 9;
  double confidence = kDefaultConfidence;
};

struct SpearmanSummary {
  SignificanceTest test;  ///< n: pairs; statistic: rho; n - 2 degrees of freedom unless exact
  Estimate correlation;   ///< rho, -1 to 1
};

/// rho is Pearson's correlation of the mid-ranks of x and of y [Spearman1904]. p is that of the
/// null hypothesis that all ways to pair them are equally likely:
///   Up to `largest_exact` pairs  the share of all orders with a |rho| as great: exact with ties,
///                                too [Hollander2014, Section 8.5].
///   More                         t = rho sqrt((n - 2) / (1 - rho^2)) is nearly Student's t with
///                                n - 2 degrees of freedom.
/// The interval is tanh(atanh(rho) -+ z sqrt((1 + rho^2 / 2) / (n - 3))), z the normal quantile
/// [Bonett2000]. There is none with fewer than four pairs, or when rho is 1 or -1.
/// No p-value: samples that are no pairs, fewer than three, a value that is not a number, or a
/// sample of equal values; infinities count as the greatest or least. At most 40,000 pairs.
SpearmanSummary spearman(std::span<const double> x, std::span<const double> y,
                         const SpearmanOptions& options = {});

}  // namespace wattle::search
