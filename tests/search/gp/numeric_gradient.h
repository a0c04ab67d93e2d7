// SPDX-License-Identifier: MIT
// Central differences, and how far they may be off.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace wattle::test {

/// With step h the method errs by h^2 |f'''| / 6 and rounding by eps |f| / h; h = cbrt(eps)
/// balances them at eps^(2/3) = 4e-11 where f, its slope and its third derivative are of order 1.
inline const double kDifferenceStep = std::cbrt(std::numeric_limits<double>::epsilon());

inline Eigen::VectorXd numeric_gradient(const std::function<double(const Eigen::VectorXd&)>& f,
                                        const Eigen::VectorXd& x) {
  Eigen::VectorXd gradient(x.size());
  for (Eigen::Index k = 0; k < x.size(); ++k) {
    Eigen::VectorXd above = x;
    Eigen::VectorXd below = x;
    above[k] += kDifferenceStep;
    below[k] -= kDifferenceStep;
    gradient[k] = (f(above) - f(below)) / (above[k] - below[k]);
  }
  return gradient;
}

/// The error to allow, for a function with values and slopes of this size: a thousandfold for third
/// derivatives and for values that carry more than one rounding.
inline double gradient_tolerance(double value, const Eigen::VectorXd& gradient) {
  const double size = std::max({1.0, std::abs(value), gradient.cwiseAbs().maxCoeff()});
  return 1000.0 * kDifferenceStep * kDifferenceStep * size;
}

}  // namespace wattle::test
