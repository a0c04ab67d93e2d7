// SPDX-License-Identifier: MIT
#include "search/gp/standardise.h"

#include <cmath>

namespace wattle::search {

Standardisation Standardisation::of(const Eigen::VectorXd& values) {
  Standardisation result;
  const auto n = static_cast<double>(values.size());
  if (n == 0) return result;
  // Sums of numbers near the largest double would overflow: work on a scale where |y| <= 1.
  const double magnitude = values.cwiseAbs().maxCoeff();
  if (magnitude == 0.0) return result;
  const Eigen::ArrayXd unit = values.array() / magnitude;
  const double mean = unit.mean();
  result.mean = mean * magnitude;
  if (n < 2) return result;
  const double deviation = std::sqrt((unit - mean).square().sum() / (n - 1.0));
  const double scale = deviation * magnitude;
  constexpr double kRounding = 1e-12;
  if (deviation > kRounding && std::isnormal(scale)) result.scale = scale;
  return result;
}

}  // namespace wattle::search
