// SPDX-License-Identifier: MIT
#include "search/statistics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "search/statistics/distributions.h"
#include "search/statistics/quantiles.h"

namespace wattle::search {
namespace {

Resample as_they_are(std::span<const std::size_t> sizes) {
  Resample groups;
  for (const std::size_t size : sizes) {
    groups.emplace_back(size);
    std::iota(groups.back().begin(), groups.back().end(), std::size_t{0});
  }
  return groups;
}

std::vector<std::vector<double>> leave_each_out(std::span<const std::size_t> sizes,
                                                const ResampledStatistic& statistic) {
  std::vector<std::vector<double>> values(sizes.size());
  for (std::size_t g = 0; g < sizes.size(); ++g) {
    for (std::size_t i = 0; i < sizes[g]; ++i) {
      Resample groups = as_they_are(sizes);
      groups[g].erase(groups[g].begin() + static_cast<std::ptrdiff_t>(i));
      values[g].push_back(statistic(groups));
    }
  }
  return values;
}

std::vector<double> resampled_values(std::span<const std::size_t> sizes,
                                     const ResampledStatistic& statistic, int resamples, Rng& rng) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(resamples));
  Resample groups(sizes.size());
  for (int b = 0; b < resamples; ++b) {
    for (std::size_t g = 0; g < sizes.size(); ++g) groups[g] = resample_indices(sizes[g], rng);
    values.push_back(statistic(groups));
  }
  return values;
}

bool has_nan(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

/// The skewness of the statistic's influence values; nullopt when it has none or they do not exist.
std::optional<double> acceleration_of(const std::vector<std::vector<double>>& leave_one_out) {
  double cubes = 0.0;
  double squares = 0.0;
  for (const std::vector<double>& values : leave_one_out) {
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    for (const double value : values) {
      const double influence = (n - 1.0) * (mean - value) / n;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
  }
  const double acceleration = cubes / (6.0 * std::pow(squares, 1.5));
  return std::isfinite(acceleration) ? std::optional(acceleration) : std::nullopt;
}

double share_below(const std::vector<double>& values, double estimate) {
  double sum = 0.0;
  for (const double value : values) {
    if (value <= estimate) sum += value < estimate ? 1.0 : 0.5;
  }
  return sum / static_cast<double>(values.size());
}

ConfidenceInterval between_quantiles(std::vector<double> values, double low, double high,
                                     double confidence) {
  std::sort(values.begin(), values.end());
  return {sorted_quantile(values, low), sorted_quantile(values, high), confidence};
}

}  // namespace

std::vector<std::size_t> resample_indices(std::size_t size, Rng& rng) {
  std::vector<std::size_t> indices(size);
  const auto last = static_cast<std::int64_t>(size) - 1;
  for (std::size_t& index : indices) index = static_cast<std::size_t>(rng.uniform_int(0, last));
  return indices;
}

ConfidenceInterval percentile_interval(std::vector<double> resampled, double confidence) {
  const double tail = 0.5 * (1.0 - confidence);
  return between_quantiles(std::move(resampled), tail, 1.0 - tail, confidence);
}

std::optional<ConfidenceInterval> bca_interval(
    const std::vector<double>& resampled, double estimate,
    const std::vector<std::vector<double>>& leave_one_out, double confidence) {
  const std::optional<double> acceleration = acceleration_of(leave_one_out);
  const double bias = normal_quantile(share_below(resampled, estimate));
  if (!acceleration || !std::isfinite(bias)) return std::nullopt;
  const double tail = normal_quantile(0.5 * (1.0 - confidence));
  const auto scale = [&](double quantile) { return 1.0 - *acceleration * (bias + quantile); };
  // Beyond 0 the corrected quantiles change places.
  if (!(scale(tail) > 0.0 && scale(-tail) > 0.0)) return std::nullopt;
  const auto corrected = [&](double quantile) {
    return normal_distribution(bias + (bias + quantile) / scale(quantile));
  };
  return between_quantiles(resampled, corrected(tail), corrected(-tail), confidence);
}

Estimate bootstrap(std::span<const std::size_t> sizes, const ResampledStatistic& statistic,
                   const BootstrapOptions& options, Rng& rng) {
  Estimate estimate;
  estimate.n = static_cast<int>(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}));
  if (std::find(sizes.begin(), sizes.end(), std::size_t{0}) != sizes.end() || sizes.empty()) {
    estimate.reason = "a sample is empty";
    return estimate;
  }
  const double value = statistic(as_they_are(sizes));
  if (std::isnan(value)) {
    estimate.reason = "the statistic is not a number";
    return estimate;
  }
  estimate.value = value;
  if (*std::min_element(sizes.begin(), sizes.end()) < 2) {
    estimate.reason = "a single observation cannot be resampled";
    return estimate;
  }
  const std::vector<double> values = resampled_values(sizes, statistic, options.resamples, rng);
  if (has_nan(values)) {
    estimate.reason = "the statistic of a resample is not a number";
    return estimate;
  }
  if (options.method == StatisticalMethod::kBca) {
    estimate.method = StatisticalMethod::kBca;
    estimate.interval =
        bca_interval(values, value, leave_each_out(sizes, statistic), options.confidence);
    if (estimate.interval) return estimate;
    estimate.reason = "the corrections of the BCa interval are not defined here";
  }
  estimate.method = StatisticalMethod::kPercentile;
  estimate.interval = percentile_interval(values, options.confidence);
  return estimate;
}

}  // namespace wattle::search
