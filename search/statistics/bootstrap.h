// SPDX-License-Identifier: MIT
// Intervals for any statistic, by resampling: the bootstrap [Efron1993].
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "search/space/rng.h"
#include "search/statistics/summary.h"

namespace wattle::search {

struct BootstrapOptions {
  /// At 9,999 the ends of a 95 % interval scatter by 1.4 % of their distance from the middle (one
  /// standard deviation, for a statistic that is nearly normal).
  int resamples = 9999;
  double confidence = kDefaultConfidence;
  /// kPercentile or kBca. The latter is the nearer one for skewed statistics; for fewer than some
  /// ten observations neither keeps its confidence.
  StatisticalMethod method = StatisticalMethod::kBca;
};

/// Which observations a resample holds: a list of indices for each group.
using Resample = std::vector<std::vector<std::size_t>>;
/// The statistic of a resample. May be infinite; where it is no number, there is no interval.
using ResampledStatistic = std::function<double(const Resample&)>;

/// The statistic of the groups as they are, with an interval from `resamples` draws, each of
/// sizes[g] observations with replacement from group g, independent of the other groups. Paired
/// observations are one group, of pairs.
///   Percentile  the quantiles of the resampled statistic at (1 - confidence) / 2 and its mirror
///               [Efron1993, Section 13.3].
///   BCa         below, with leave-one-out values from all groups [Efron1993, Section 14.3]. Where
///               that is not defined, the percentile interval, and `reason` says so.
/// `n` is the sum of the sizes. No interval: a group of fewer than two. O((resamples + n) cost of
/// the statistic).
Estimate bootstrap(std::span<const std::size_t> sizes, const ResampledStatistic& statistic,
                   const BootstrapOptions& options, Rng& rng);

/// So many observations of `size` with replacement, as indices.
std::vector<std::size_t> resample_indices(std::size_t size, Rng& rng);

/// The interval between two quantiles of the resampled statistic, none of which is NaN.
ConfidenceInterval percentile_interval(std::vector<double> resampled, double confidence);

/// The same with quantiles that correct for bias and skewness:
///   a_1 = Phi(z + (z + q) / (1 - a (z + q))), q = Phi^-1((1 - confidence) / 2), and a_2 with -q,
///   z = Phi^-1(share of the resampled statistics below the estimate, equal ones counting half),
///   a = sum_g sum_i u_gi^3 / n_g^3 / (6 (sum_g sum_i u_gi^2 / n_g^2)^(3/2)),
///   u_gi = (n_g - 1) (mean over i of t_gi - t_gi),
/// t_gi the statistic without observation i of group g (`leave_one_out`)
/// [Efron1993, Eq. 14.9 to 14.15], for several groups [Davison1997, Section 5.3]. nullopt where the
/// estimate lies outside of all resamples, no t_gi differs, one is not finite, or 1 - a (z + q) is
/// not above 0 at either end.
std::optional<ConfidenceInterval> bca_interval(
    const std::vector<double>& resampled, double estimate,
    const std::vector<std::vector<double>>& leave_one_out, double confidence);

}  // namespace wattle::search
