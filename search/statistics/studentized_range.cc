// SPDX-License-Identifier: MIT
#include "search/statistics/studentized_range.h"

#include <cmath>
#include <numbers>

#include "search/statistics/distributions.h"

namespace wattle::search {
namespace {

/// Beyond this, P(Q >= q) < k^2 Phi(-28) < 1e-160 for any k that fits.
constexpr double kLargestRange = 40.0;

double normal_density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace

double normal_range_upper(double q, int k) {
  if (q <= 0.0) return 1.0;
  if (q > kLargestRange) return 0.0;
  // The greatest of k numbers lies about sqrt(2 log k); kReach beyond, phi is below 1e-31. Many
  // steps fit into the narrowest bell, phi(z) phi(z - q) with a standard deviation of 0.7.
  constexpr double kReach = 12.0;
  constexpr double kStep = 1.0 / 16.0;
  const double width = q + std::sqrt(2.0 * std::log(static_cast<double>(k))) + 2.0 * kReach;
  const int steps = static_cast<int>(width / kStep);
  double sum = 0.0;
  for (int i = 0; i <= steps; ++i) {
    const double z = i * kStep - kReach;
    const double below = normal_distribution(z);
    const double outside = normal_distribution(z - q) / below;  // share further off than q
    // below^(k - 1) - (below - Phi(z - q))^(k - 1)
    const double lost = -std::expm1((k - 1.0) * std::log1p(-outside));
    sum += normal_density(z) * std::pow(below, k - 1.0) * lost;
  }
  return std::fmin(1.0, k * sum * kStep);
}

double normal_range_quantile(double p, int k) {
  double low = 0.0;
  double high = kLargestRange;
  constexpr double kTolerance = 1e-13;
  while (high - low > kTolerance * high) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (normal_range_upper(middle, k) >= p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace wattle::search
