// SPDX-License-Identifier: MIT
#include "search/statistics/distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/complement.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace wattle::search {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

double normal_distribution(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_quantile(double p) {
  if (p <= 0.0) return -kInfinity;
  if (p >= 1.0) return kInfinity;
  return quantile(boost::math::normal(), p);
}

double normal_two_sided(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double student_t_quantile(double p, double freedom) {
  return quantile(boost::math::students_t(freedom), p);
}

double student_t_two_sided(double t, double freedom) {
  if (std::isinf(t)) return 0.0;
  return 2.0 * cdf(complement(boost::math::students_t(freedom), std::abs(t)));
}

double chi_squared_upper(double x, double freedom) {
  if (x <= 0.0) return 1.0;
  if (std::isinf(x)) return 0.0;
  return cdf(complement(boost::math::chi_squared(freedom), x));
}

double f_upper(double f, double freedom, double error_freedom) {
  if (f <= 0.0) return 1.0;
  if (std::isinf(f)) return 0.0;
  return cdf(complement(boost::math::fisher_f(freedom, error_freedom), f));
}

}  // namespace wattle::search
