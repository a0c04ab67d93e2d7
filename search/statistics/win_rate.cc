// SPDX-License-Identifier: MIT
#include "search/statistics/win_rate.h"

#include <cmath>
#include <cstddef>

#include "search/statistics/distributions.h"

namespace wattle::search {
namespace {

ConfidenceInterval wilson_interval(double rate, double n, double confidence) {
  const double z = normal_quantile(0.5 + 0.5 * confidence);
  const double square = z * z / n;
  const double middle = rate + 0.5 * square;
  const double half_width = std::sqrt(square * (rate * (1.0 - rate) + 0.25 * square));
  return {(middle - half_width) / (1.0 + square), (middle + half_width) / (1.0 + square),
          confidence};
}

}  // namespace

WinRateSummary win_rate(std::span<const double> x, std::span<const double> y, double confidence) {
  WinRateSummary summary;
  Estimate& rate = summary.rate;
  rate.n = static_cast<int>(x.size());
  if (x.size() != y.size()) rate.reason = "the samples differ in size";
  if (rate.reason.empty()) rate.reason = ranking_defect(x);
  if (rate.reason.empty()) rate.reason = ranking_defect(y);
  if (!rate.reason.empty()) return summary;

  for (std::size_t i = 0; i < x.size(); ++i) {
    ++(x[i] < y[i] ? summary.wins : (x[i] > y[i] ? summary.losses : summary.ties));
  }
  rate.value = (summary.wins + 0.5 * summary.ties) / rate.n;
  rate.interval = wilson_interval(*rate.value, rate.n, confidence);
  rate.method = StatisticalMethod::kNormal;
  return summary;
}

}  // namespace wattle::search
