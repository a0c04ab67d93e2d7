// SPDX-License-Identifier: MIT
// How much is spent until a target is reached, where some runs ended without reaching it: Kaplan
// and Meier's estimate.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "search/statistics/summary.h"

namespace wattle::search {

/// One run: what it had spent (joules, seconds or trials; finite, not below 0) when it reached the
/// target; or, when it did not, all it spent (it is censored there).
struct RunToTarget {
  double spent = 0.0;
  bool reached = false;
};

/// One step of the curve: at `spent`, `reached` of the `at_risk` runs that were still on their way
/// reached the target.
struct SurvivalStep {
  double spent = 0.0;
  int at_risk = 0;
  int reached = 0;
  double surviving = 1.0;       ///< S just after: the probability of needing more than `spent`
  double standard_error = 0.0;  ///< of S, by Greenwood's formula
  std::optional<ConfidenceInterval> interval;  ///< of S; absent where S is 0
};

struct SurvivalCurve {
  std::vector<SurvivalStep> steps;  ///< by ascending `spent`, only where a run reached the target
  int runs = 0;
  int reached = 0;
  double furthest = 0.0;  ///< the most that any run spent; S is not known beyond, unless it is 0
  double confidence = kDefaultConfidence;
  std::string reason;  ///< why there is no curve; else empty

  /// S(spent): 1 before the first step.
  double surviving(double spent) const;
};

/// With n_i runs at risk and d_i reaching the target at the i-th amount t_i,
///   S(t) = product over t_i <= t of (1 - d_i / n_i)                              [Kaplan1958]
///   standard error = S sqrt(G), G = sum over t_i <= t of d_i / (n_i (n_i - d_i)) [Greenwood1926]
///   interval = S^exp(-+ z sqrt(G) / log S), z the normal quantile: stays on [0, 1], and better
///   than
///              S -+ z S sqrt(G) for few runs                          [Klein2003, Section 4.3].
/// A run that ends without the target at t_i counts as at risk there. It must have ended for a
/// cause that tells nothing of what it still needed: a budget does, giving up a poor run does not.
/// A reason: no runs, or an amount that is not finite or below 0. O(n log n).
SurvivalCurve kaplan_meier(std::span<const RunToTarget> runs,
                           double confidence = kDefaultConfidence);

/// The least amount by which a share p of the runs has reached the target, S <= 1 - p; its interval
/// holds the amounts at which the curve's own interval holds 1 - p [Brookmeyer1982]. The upper end
/// is infinite where the curve's upper bound stays above. No value: fewer reach it. Requires
/// 0 < p < 1.
Estimate survival_quantile(const SurvivalCurve& curve, double p);

/// The mean of min(T, horizon): what a run spends on average that is stopped at the horizon,
///   m = int from 0 to h of S(t) dt,
///   variance = sum over t_i <= h of A_i^2 d_i / (n_i (n_i - d_i)), A_i = int from t_i to h of S,
///   interval = m -+ z sqrt(variance)                                [Klein2003, Section 4.5].
/// No value: S is not known up to the horizon, or the horizon is not above 0.
Estimate restricted_mean(const SurvivalCurve& curve, double horizon);

}  // namespace wattle::search
