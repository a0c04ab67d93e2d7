// SPDX-License-Identifier: MIT
#include "search/statistics/running_energy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string defect_of(std::span<const RunToTarget> runs) {
  if (std::string defect = kaplan_meier(runs).reason; !defect.empty()) return defect;
  const bool any =
      std::any_of(runs.begin(), runs.end(), [](const RunToTarget& run) { return run.reached; });
  return any ? "" : "no run reached the target";
}

/// Infinite when none of these runs reached the target.
double energy_over_successes(std::span<const RunToTarget> runs,
                             const std::vector<std::size_t>& indices) {
  double spent = 0.0;
  int reached = 0;
  for (const std::size_t index : indices) {
    spent += runs[index].spent;
    reached += runs[index].reached ? 1 : 0;
  }
  return reached > 0 ? spent / reached : kInfinity;
}

BootstrapOptions by_percentiles(BootstrapOptions options) {
  options.method = StatisticalMethod::kPercentile;
  return options;
}

/// The estimate with what stands for "neither succeeded" in place of a ratio of infinities.
Estimate ratio_with(std::span<const RunToTarget> numerator,
                    std::span<const RunToTarget> denominator, Pairing pairing, double undecided,
                    const BootstrapOptions& options, Rng& rng) {
  const ResampledStatistic ratio = [&](const Resample& groups) {
    const double value = energy_over_successes(numerator, groups.front()) /
                         energy_over_successes(denominator, groups.back());
    return std::isnan(value) ? undecided : value;
  };
  if (pairing == Pairing::kPaired) {
    return bootstrap(std::array{numerator.size()}, ratio, options, rng);
  }
  return bootstrap(std::array{numerator.size(), denominator.size()}, ratio, options, rng);
}

}  // namespace

Estimate expected_running_energy(std::span<const RunToTarget> runs, const BootstrapOptions& options,
                                 Rng& rng) {
  if (std::string defect = defect_of(runs); !defect.empty()) {
    Estimate refused;
    refused.n = static_cast<int>(runs.size());
    refused.reason = std::move(defect);
    return refused;
  }
  const ResampledStatistic energy = [&](const Resample& groups) {
    return energy_over_successes(runs, groups.front());
  };
  return bootstrap(std::array{runs.size()}, energy, by_percentiles(options), rng);
}

Estimate running_energy_ratio(std::span<const RunToTarget> numerator,
                              std::span<const RunToTarget> denominator, Pairing pairing,
                              const BootstrapOptions& options, Rng& rng) {
  Estimate refused;
  refused.reason = defect_of(numerator);
  if (refused.reason.empty()) refused.reason = defect_of(denominator);
  if (pairing == Pairing::kPaired && numerator.size() != denominator.size()) {
    refused.reason = "the samples differ in size";
  }
  const bool free = std::all_of(denominator.begin(), denominator.end(),
                                [](const RunToTarget& run) { return run.spent == 0.0; });
  if (refused.reason.empty() && free) refused.reason = "the denominator spent nothing";
  if (!refused.reason.empty()) return refused;

  // The same draws twice, for the two ends.
  const BootstrapOptions percentiles = by_percentiles(options);
  Rng again = rng;
  Estimate estimate = ratio_with(numerator, denominator, pairing, 0.0, percentiles, again);
  const Estimate upper = ratio_with(numerator, denominator, pairing, kInfinity, percentiles, rng);
  if (estimate.interval && upper.interval) estimate.interval->high = upper.interval->high;
  return estimate;
}

}  // namespace wattle::search
