// SPDX-License-Identifier: MIT
#include "search/acquisition/log_expected_hypervolume_improvement.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "search/acquisition/normal.h"

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The log of one factor of a strip's term, and its slopes in mean and standard deviation.
struct Factor {
  double value = -kInfinity;
  double mean_slope = 0.0;
  double deviation_slope = 0.0;
};

/// log psi(c).
Factor log_psi(double mean, double deviation, double c) {
  if (std::isinf(c)) return {};  // psi(-infinity) = 0
  const LogH h = log_h((c - mean) / deviation);
  return {h.value + std::log(deviation), -h.distribution_over_h / deviation,
          h.density_over_h / deviation};
}

/// log(psi(right) - psi(left)), from the logs of both.
Factor subtract(const Factor& right, const Factor& left) {
  const double ratio = std::exp(left.value - right.value);  // psi(left) / psi(right)
  if (ratio >= 1.0) return {};                              // a strip narrower than rounding
  const double share = 1.0 / (1.0 - ratio);
  return {right.value + log_one_minus_exp(left.value - right.value),
          share * (right.mean_slope - ratio * left.mean_slope),
          share * (right.deviation_slope - ratio * left.deviation_slope)};
}

}  // namespace

Front::Front(std::vector<ObjectivePair> points, const ObjectivePair& reference) {
  std::sort(points.begin(), points.end());
  double left = -kInfinity;
  double top = reference[1];
  for (const ObjectivePair& point : points) {
    if (point[0] >= reference[0] || point[1] >= top) continue;
    if (point[0] > left) strips_.push_back({left, point[0], top});
    left = point[0];
    top = point[1];
  }
  strips_.push_back({left, reference[0], top});
}

double Front::improvement(const ObjectivePair& point) const {
  double area = 0.0;
  for (const Strip& strip : strips_) {
    const double width = strip.right - std::max(strip.left, point[0]);
    const double height = strip.top - point[1];
    if (width > 0.0 && height > 0.0) area += width * height;
  }
  return area;
}

PairFunction log_expected_hypervolume_improvement(const ObjectivePair& mean,
                                                  const ObjectivePair& variance,
                                                  const Front& front) {
  const ObjectivePair deviation{std::sqrt(variance[0]), std::sqrt(variance[1])};
  PairFunction result;
  result.value = -kInfinity;
  Factor left;
  for (const Front::Strip& strip : front.strips()) {
    const Factor right = log_psi(mean[0], deviation[0], strip.right);
    const Factor width = subtract(right, left);
    const Factor height = log_psi(mean[1], deviation[1], strip.top);
    left = right;
    const double term = width.value + height.value;
    if (!(term > -kInfinity)) continue;
    // Slopes of a log of a sum: the terms' slopes weighted by their share of the sum so far.
    const double sum = log_add(result.value, term);
    const double kept = std::exp(result.value - sum);
    const double share = std::exp(term - sum);
    result.mean_slope[0] = kept * result.mean_slope[0] + share * width.mean_slope;
    result.mean_slope[1] = kept * result.mean_slope[1] + share * height.mean_slope;
    result.variance_slope[0] = kept * result.variance_slope[0] + share * width.deviation_slope;
    result.variance_slope[1] = kept * result.variance_slope[1] + share * height.deviation_slope;
    result.value = sum;
  }
  for (std::size_t i = 0; i < 2; ++i) result.variance_slope[i] /= 2.0 * deviation[i];
  return result;
}

}  // namespace wattle::search
