// SPDX-License-Identifier: MIT
#include "search/acquisition/confidence_bound.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wattle::search {
namespace {

constexpr double kDelta = 0.1;

}  // namespace

NormalFunction negative_lower_confidence_bound(double mean, double variance, double beta) {
  const double width = std::sqrt(beta * variance);
  return {width - mean, -1.0, 0.5 * std::sqrt(beta / variance)};
}

double confidence_beta(Eigen::Index observations, double log_points) {
  const auto t = static_cast<double>(std::max<Eigen::Index>(observations, 1));
  const double log_rounds = 2.0 * std::log(t * std::numbers::pi) - std::log(6.0 * kDelta);
  return 2.0 * (log_points + log_rounds) / 5.0;
}

double log_points_of_continuum(Eigen::Index dimension) {
  return static_cast<double>(dimension) * std::numbers::ln10;
}

}  // namespace wattle::search
