// SPDX-License-Identifier: MIT
// Outputs with mean 0 and standard deviation 1.
#pragma once

#include <Eigen/Core>

namespace wattle::search {

/// y = mean + scale z.
struct Standardisation {
  double mean = 0.0;
  double scale = 1.0;  ///< > 0

  /// By the sample mean and the (n - 1) standard deviation. When the values do not differ by more
  /// than rounding (standard deviation below 1e-12 of the largest magnitude, or a single value),
  /// or there are none, the scale is 1. Requires finite values.
  static Standardisation of(const Eigen::VectorXd& values);

  Eigen::VectorXd apply(const Eigen::VectorXd& values) const {
    return (values.array() - mean) / scale;
  }
};

}  // namespace wattle::search
