// SPDX-License-Identifier: MIT
// The distributions that tests and intervals rest on, from Boost.Math: relative error below 1e-12
// where the result is above 1e-290. The one place that knows Boost's.
#pragma once

namespace wattle::search {

/// Phi(z), the standard normal distribution function. Any z but NaN.
double normal_distribution(double z);
/// Phi^-1(p); minus and plus infinity at 0 and 1. Requires 0 <= p <= 1.
double normal_quantile(double p);
/// P(|Z| >= |z|) of a standard normal Z.
double normal_two_sided(double z);

/// The quantile of Student's t with `freedom` > 0 degrees of freedom. Requires 0 < p < 1.
double student_t_quantile(double p, double freedom);
/// P(|T| >= |t|); 0 for an infinite t.
double student_t_two_sided(double t, double freedom);

/// P(X >= x) of chi-squared with `freedom` > 0; 1 for x <= 0, 0 for an infinite x.
double chi_squared_upper(double x, double freedom);

/// P(F >= f) of Fisher's F with `freedom` and `error_freedom`, both > 0; 1 for f <= 0, 0 for an
/// infinite f.
double f_upper(double f, double freedom, double error_freedom);

}  // namespace wattle::search
