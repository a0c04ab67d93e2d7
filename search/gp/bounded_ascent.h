// SPDX-License-Identifier: MIT
// Climbing a smooth function within bounds. The only file of the project that knows NLopt.
#pragma once

#include <Eigen/Core>
#include <functional>
#include <string_view>

namespace wattle::search {

/// Value at x; writes the gradient (same size as x) when it is not null. Must not throw. A value
/// that is not finite counts as minus infinity.
using SmoothFunction = std::function<double(const Eigen::VectorXd& x, Eigen::VectorXd* gradient)>;

struct AscentOptions {
  int max_evaluations = 100;
  /// Stop when a step changes the value by less than this, absolutely. Values here are logarithms
  /// of densities and of acquisitions, where 1e-6 is a millionth of the thing itself.
  double value_tolerance = 1e-6;
  /// Stop when no coordinate moves by more than this.
  double step_tolerance = 1e-6;
};

enum class AscentStatus {
  kConverged,    ///< a tolerance was met
  kEvaluations,  ///< the budget was used up
  kStalled,      ///< the line search found no more to gain (rounding), or no finite value was seen
};

std::string_view to_string(AscentStatus status);

struct Ascent {
  Eigen::VectorXd point;  ///< the best point evaluated; the start when none was finite
  double value = 0.0;     ///< there; minus infinity when none was finite
  int evaluations = 0;
  AscentStatus status = AscentStatus::kStalled;
};

/// Local maximisation by limited-memory BFGS within lower <= x <= upper. `start` is moved into the
/// bounds.
Ascent ascend(const SmoothFunction& function, const Eigen::VectorXd& start,
              const Eigen::VectorXd& lower, const Eigen::VectorXd& upper,
              const AscentOptions& options);

}  // namespace wattle::search
