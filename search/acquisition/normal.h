// SPDX-License-Identifier: MIT
// The standard normal distribution in log space, accurate far into its tails.
//
// Notation: phi is the density, Phi the distribution function, t = -z, and
//   R(t) = Phi(-t) / phi(t)                    (Mills ratio)
//   h(z) = phi(z) + z Phi(z) = E[max(z - Z, 0)]  for a standard normal Z.
#pragma once

namespace wattle::search {

/// exp(x^2) erfc(x) for x >= 0; relative error below 1e-14, up to the largest double.
double scaled_erfc(double x);

/// log phi(z). Finite for |z| < 1e154.
double log_normal_density(double z);

/// log Phi(z), for -1e154 < z, relative error about 1e-14 (where |log Phi| > 1e-300; above z = 38
/// the result is 0).
double log_normal_distribution(double z);

/// phi(z) / Phi(z), the slope of log Phi; tends to -z for z -> -infinity.
double normal_density_over_distribution(double z);

/// log h(z) with the ratios that its derivatives need.
struct LogH {
  double value = 0.0;              ///< log h(z)
  double distribution_over_h = 0;  ///< Phi(z) / h(z), the slope of log h; > 0
  double density_over_h = 0;       ///< phi(z) / h(z); > 0
};

/// For -1e150 < z < 1e150. With t = -z, h(z) = phi(t) (1 - t R(t)); where the bracket cancels, its
/// series 1/t^2 - 3/t^4 + 15/t^6 - ... takes over, so that log h and its slope stay accurate to
/// about 1e-12 in relative terms where [Ament2023, Eq. 9] rounds the slope.
LogH log_h(double z);

/// log(1 - exp(x)) for x <= 0; minus infinity at 0.
double log_one_minus_exp(double x);

/// log(exp(a) + exp(b)); either may be minus infinity.
double log_add(double a, double b);

}  // namespace wattle::search
