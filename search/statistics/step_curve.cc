// SPDX-License-Identifier: MIT
#include "search/statistics/step_curve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace wattle::search {

double StepCurve::at(double amount) const {
  const auto next = std::upper_bound(spent.begin(), spent.end(), amount);
  if (next == spent.begin()) return std::numeric_limits<double>::quiet_NaN();
  return values[static_cast<std::size_t>(next - spent.begin()) - 1];
}

StepCurve best_so_far(std::span<const double> spent, std::span<const double> values) {
  StepCurve curve;
  for (std::size_t i = 0; i < spent.size(); ++i) {
    if (std::isnan(values[i])) continue;
    if (!curve.values.empty() && values[i] >= curve.values.back()) continue;
    if (!curve.spent.empty() && spent[i] == curve.spent.back()) {
      curve.values.back() = values[i];
    } else {
      curve.spent.push_back(spent[i]);
      curve.values.push_back(values[i]);
    }
  }
  return curve;
}

Eigen::MatrixXd on_grid(std::span<const StepCurve> curves, std::span<const double> grid) {
  Eigen::MatrixXd result(static_cast<Eigen::Index>(curves.size()),
                         static_cast<Eigen::Index>(grid.size()));
  for (Eigen::Index i = 0; i < result.rows(); ++i) {
    for (Eigen::Index g = 0; g < result.cols(); ++g) {
      result(i, g) = curves[static_cast<std::size_t>(i)].at(grid[static_cast<std::size_t>(g)]);
    }
  }
  return result;
}

std::optional<double> mean_value(const StepCurve& curve, double from, double to) {
  if (!(from < to) || std::isnan(curve.at(from))) return std::nullopt;
  double area = 0.0;
  for (std::size_t i = 0; i < curve.spent.size(); ++i) {
    const double left = std::max(from, curve.spent[i]);
    const double right = i + 1 < curve.spent.size() ? std::min(to, curve.spent[i + 1]) : to;
    if (left < right) area += curve.values[i] * (right - left);
  }
  return area / (to - from);
}

RunToTarget run_to_target(const StepCurve& curve, double target, double all_spent) {
  for (std::size_t i = 0; i < curve.spent.size(); ++i) {
    if (curve.values[i] <= target) return {curve.spent[i], true};
  }
  return {all_spent, false};
}

}  // namespace wattle::search
