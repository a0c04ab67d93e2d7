// SPDX-License-Identifier: MIT
// How often does one sample exceed another? Vargha and Delaney's A and Cliff's delta, two scales of
// one measure.
#pragma once

#include <span>
#include <string_view>

#include "search/statistics/summary.h"

namespace wattle::search {

/// A convention of [Vargha2000]: |A - 1/2| from 0.06, 0.14 and 0.21 on.
enum class EffectMagnitude { kNegligible, kSmall, kMedium, kLarge };

/// "negligible", "small", "medium", "large".
std::string_view name_of(EffectMagnitude magnitude);

struct SuperioritySummary {
  Estimate a12;           ///< 0 to 1; 1/2: neither exceeds the other
  Estimate cliffs_delta;  ///< 2 A12 - 1, -1 to 1
  EffectMagnitude magnitude = EffectMagnitude::kNegligible;  ///< of the estimate, not its interval
};

/// Two independent samples, x of n_x and y of n_y values. With d_ij = sign(x_i - y_j),
///   A12 = P(X > Y) + P(X = Y) / 2 = (1 + d) / 2                                    [Vargha2000]
///   d = mean of d_ij = P(X > Y) - P(X < Y)                                         [Cliff1996].
/// The interval is that of [Feng2004]: with t the quantile of Student's t at n_x + n_y - 2 degrees
/// of freedom,
///   (d - d^3 -+ t s sqrt((1 - d^2)^2 + t^2 s^2)) / (1 - d^2 + t^2 s^2),
/// where s^2 is Cliff's consistent estimate of the variance of d. With d_i. and d_.j the means over
/// rows and columns,
///   s^2 = ((n_y - 1) S_x + (n_x - 1) S_y + S_xy) / (n_x n_y),
///   S_x = sum (d_i. - d)^2 / (n_x - 1),  S_y = sum (d_.j - d)^2 / (n_y - 1),
///   S_xy = sum (d_ij - d)^2 / ((n_x - 1) (n_y - 1)),
/// but no less than (1 - d^2) / (n_x n_y - 1): among ties alone it would be 0. Where d is 1 or -1,
/// s is 0 and the inner end is d (b - t^2) / (b + t^2), b the smaller sample's size.
/// An interval needs two values of each sample. Pairs are not told apart: between paired samples
/// the interval may be too wide or too narrow. O(n_x n_y). No value: an empty sample, or a value
/// that is not a number; infinities count as the greatest or least.
SuperioritySummary superiority(std::span<const double> x, std::span<const double> y,
                               double confidence = kDefaultConfidence);

}  // namespace wattle::search
