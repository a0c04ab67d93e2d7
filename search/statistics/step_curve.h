// SPDX-License-Identifier: MIT
// The best result so far as a function of what was spent, and what follows from it: values on a
// grid, the area below, and what a target costs.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "search/statistics/survival.h"

namespace wattle::search {

/// A function that has `values[i]` from `spent[i]` on, until `spent[i + 1]`; nothing before the
/// first.
struct StepCurve {
  std::vector<double> spent;   ///< strictly ascending: trials, seconds or joules
  std::vector<double> values;  ///< as many

  /// NaN before the first step. O(log n).
  double at(double amount) const;
};

/// The least value so far. `spent[i]` is what everything up to and including trial i has cost, not
/// descending, `values[i]` its loss, both n x 1: NaN for a trial without one, which costs but
/// improves nothing. A step only where it improves. O(n).
StepCurve best_so_far(std::span<const double> spent, std::span<const double> values);

/// The curves' values at the points of a grid: a row a curve, a column a point, as pointwise_band
/// (bands.h) takes them.
Eigen::MatrixXd on_grid(std::span<const StepCurve> curves, std::span<const double> grid);

/// The area below a curve between two amounts, over their distance: the mean value while spending
/// that. nullopt where the curve begins after `from`, or `from` is not below `to`. O(n).
std::optional<double> mean_value(const StepCurve& curve, double from, double to);

/// The first amount at which the curve is at or below the target; else all that was spent.
RunToTarget run_to_target(const StepCurve& curve, double target, double all_spent);

}  // namespace wattle::search
