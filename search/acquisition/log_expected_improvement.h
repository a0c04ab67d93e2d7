// SPDX-License-Identifier: MIT
// Expected improvement, in log space.
#pragma once

namespace wattle::search {

/// A function of a normal variable's mean and variance, with its derivatives in both.
struct NormalFunction {
  double value = 0.0;
  double mean_slope = 0.0;
  double variance_slope = 0.0;
};

/// log E[max(best - Y, 0)] for Y ~ N(mean, variance), the improvement of a minimised Y on `best`
/// [Jones1998, Eq. 15] in the form of [Ament2023, Eq. 8]:
///   log h(z) + log s,  z = (best - mean) / s,  s = sqrt(variance).
/// Requires variance > 0; finite while |z| < 1e150.
NormalFunction log_expected_improvement(double mean, double variance, double best);

}  // namespace wattle::search
