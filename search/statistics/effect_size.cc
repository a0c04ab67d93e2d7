// SPDX-License-Identifier: MIT
#include "search/statistics/effect_size.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "search/statistics/distributions.h"

namespace wattle::search {
namespace {

/// The signs of all differences, as their mean and the means of rows and columns.
struct Dominance {
  double mean = 0.0;
  std::vector<double> row_means;     ///< n_x x 1
  std::vector<double> column_means;  ///< n_y x 1
  double share_decided = 0.0;        ///< of pairs that are not tied
};

Dominance dominance_of(std::span<const double> x, std::span<const double> y) {
  Dominance result;
  result.row_means.assign(x.size(), 0.0);
  result.column_means.assign(y.size(), 0.0);
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < y.size(); ++j) {
      const double sign = x[i] > y[j] ? 1.0 : (x[i] < y[j] ? -1.0 : 0.0);
      result.row_means[i] += sign;
      result.column_means[j] += sign;
      result.share_decided += sign * sign;
      sum += sign;
    }
  }
  const auto rows = static_cast<double>(x.size());
  const auto columns = static_cast<double>(y.size());
  for (double& mean : result.row_means) mean /= columns;
  for (double& mean : result.column_means) mean /= rows;
  result.share_decided /= rows * columns;
  result.mean = sum / (rows * columns);
  return result;
}

double squares_about(const std::vector<double>& values, double mean) {
  double sum = 0.0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum;
}

double variance_of(const Dominance& dominance) {
  const auto rows = static_cast<double>(dominance.row_means.size());
  const auto columns = static_cast<double>(dominance.column_means.size());
  const double d = dominance.mean;
  const double row_variance = squares_about(dominance.row_means, d) / (rows - 1.0);
  const double column_variance = squares_about(dominance.column_means, d) / (columns - 1.0);
  const double within = rows * columns * (dominance.share_decided - d * d);
  const double pair_variance = within / ((rows - 1.0) * (columns - 1.0));
  const double variance =
      ((columns - 1.0) * row_variance + (rows - 1.0) * column_variance + pair_variance) /
      (rows * columns);
  return std::max(variance, (1.0 - d * d) / (rows * columns - 1.0));
}

ConfidenceInterval interval_of(const Dominance& dominance, double confidence) {
  const auto rows = static_cast<double>(dominance.row_means.size());
  const auto columns = static_cast<double>(dominance.column_means.size());
  const double d = dominance.mean;
  const double t = student_t_quantile(0.5 + 0.5 * confidence, rows + columns - 2.0);
  if (std::abs(d) == 1.0) {
    const double smaller = std::min(rows, columns);
    const double inner = (smaller - t * t) / (smaller + t * t);
    return d > 0.0 ? ConfidenceInterval{inner, 1.0, confidence}
                   : ConfidenceInterval{-1.0, -inner, confidence};
  }
  const double spread = t * t * variance_of(dominance);
  const double decided = 1.0 - d * d;
  const double half_width = std::sqrt(spread * (decided * decided + spread));
  return {(d * decided - half_width) / (decided + spread),
          (d * decided + half_width) / (decided + spread), confidence};
}

EffectMagnitude magnitude_of(double a12) {
  constexpr std::array<double, 3> kFrom{0.06, 0.14, 0.21};
  // 0.56 - 0.5 is below 0.06 by rounding.
  constexpr double kRounding = 1e-12;
  const double distance = std::abs(a12 - 0.5) + kRounding;
  return static_cast<EffectMagnitude>(std::count_if(
      kFrom.begin(), kFrom.end(), [&](double threshold) { return distance >= threshold; }));
}

}  // namespace

std::string_view name_of(EffectMagnitude magnitude) {
  switch (magnitude) {
    case EffectMagnitude::kNegligible:
      return "negligible";
    case EffectMagnitude::kSmall:
      return "small";
    case EffectMagnitude::kMedium:
      return "medium";
    case EffectMagnitude::kLarge:
      return "large";
  }
  return "negligible";
}

SuperioritySummary superiority(std::span<const double> x, std::span<const double> y,
                               double confidence) {
  SuperioritySummary summary;
  Estimate& delta = summary.cliffs_delta;
  delta.n = static_cast<int>(x.size() + y.size());
  delta.reason = ranking_defect(x);
  if (delta.reason.empty()) delta.reason = ranking_defect(y);
  if (delta.reason.empty()) {
    const Dominance dominance = dominance_of(x, y);
    delta.value = dominance.mean;
    if (std::min(x.size(), y.size()) < 2) {
      delta.reason = "an interval needs two values of each sample";
    } else {
      delta.interval = interval_of(dominance, confidence);
      delta.method = StatisticalMethod::kStudentT;
    }
  }
  summary.a12 = delta;
  if (!delta.value) return summary;
  summary.a12.value = 0.5 + 0.5 * *delta.value;
  if (delta.interval) {
    summary.a12.interval = {0.5 + 0.5 * delta.interval->low, 0.5 + 0.5 * delta.interval->high,
                            confidence};
  }
  summary.magnitude = magnitude_of(*summary.a12.value);
  return summary;
}

}  // namespace wattle::search
