// SPDX-License-Identifier: MIT
// How often does one do better than the other, seed by seed?
#pragma once

#include <span>

#include "search/statistics/summary.h"

namespace wattle::search {

struct WinRateSummary {
  int wins = 0;    ///< pairs with x below y
  int ties = 0;    ///< with both equal
  int losses = 0;  ///< with x above y
  Estimate rate;   ///< (wins + ties / 2) / n
};

/// Pairs of losses, the lower the better: `x[i]` and `y[i]` of the same seed at the same budget.
/// With z the normal quantile and r the rate, the interval is that of a share [Wilson1927],
///   (r + z^2 / (2 n) -+ z sqrt(r (1 - r) / n + z^2 / (4 n^2))) / (1 + z^2 / n),
/// somewhat too wide where there are ties, which scatter less than a toss. No value: samples that
/// differ in size or are empty, or a value that is not a number; infinities are the worst or best.
WinRateSummary win_rate(std::span<const double> x, std::span<const double> y,
                        double confidence = kDefaultConfidence);

}  // namespace wattle::search
