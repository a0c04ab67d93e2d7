// SPDX-License-Identifier: MIT
#include "search/acquisition/normal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace wattle::search {
namespace {

constexpr double kHalfLogTwoPi = 0.91893853320467274178;  // log(2 pi) / 2
constexpr double kSqrtHalfPi = 1.25331413731550025121;    // sqrt(pi / 2)
constexpr double kSqrtTwo = std::numbers::sqrt2;

/// R(t) for t >= 0.
double mills_ratio(double t) { return kSqrtHalfPi * scaled_erfc(t / kSqrtTwo); }

/// 1 - t R(t) for t >= 0. The difference loses t^2 in relative precision; from 15 on, sixteen terms
/// of the asymptotic series err by less than 33!! / 15^32 = 2e-19 of the first.
double one_minus_t_mills(double t) {
  constexpr double kSeriesFrom = 15.0;
  constexpr int kTerms = 16;
  if (t < kSeriesFrom) return 1.0 - t * mills_ratio(t);
  const double u = 1.0 / (t * t);
  double sum = 1.0;
  for (int k = kTerms; k >= 1; --k) sum = 1.0 - (2.0 * k + 1.0) * u * sum;
  return u * sum;
}

}  // namespace

double scaled_erfc(double x) {
  // Beyond 10 twelve terms of the asymptotic series err by less than 25!! / 200^13 = 1e-17.
  constexpr double kSeriesFrom = 10.0;
  constexpr int kTerms = 12;
  if (x < kSeriesFrom) {
    const double square = x * x;
    const double remainder = std::fma(x, x, -square);  // exact: x^2 = square + remainder
    return std::exp(square) * (1.0 + remainder) * std::erfc(x);
  }
  const double u = 0.5 / (x * x);
  double sum = 1.0;
  for (int k = kTerms; k >= 1; --k) sum = 1.0 - (2.0 * k - 1.0) * u * sum;
  return sum / (x * std::sqrt(std::numbers::pi));
}

double log_normal_density(double z) { return -0.5 * z * z - kHalfLogTwoPi; }

double log_normal_distribution(double z) {
  if (z < -1.0) return log_normal_density(z) + std::log(mills_ratio(-z));
  return std::log1p(-0.5 * std::erfc(z / kSqrtTwo));
}

double normal_density_over_distribution(double z) {
  if (z <= 0.0) return 1.0 / mills_ratio(-z);
  return std::exp(log_normal_density(z) - log_normal_distribution(z));
}

LogH log_h(double z) {
  if (z <= 0.0) {
    const double bracket = one_minus_t_mills(-z);
    return {log_normal_density(z) + std::log(bracket), mills_ratio(-z) / bracket, 1.0 / bracket};
  }
  const double density = std::exp(log_normal_density(z));
  const double distribution = 0.5 * std::erfc(-z / kSqrtTwo);
  const double h = density + z * distribution;
  return {std::log(h), distribution / h, density / h};
}

double log_one_minus_exp(double x) {
  if (x >= 0.0) return -std::numeric_limits<double>::infinity();
  return x > -std::numbers::ln2 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
}

double log_add(double a, double b) {
  const double high = std::max(a, b);
  if (std::isinf(high)) return high;
  return high + std::log1p(std::exp(std::min(a, b) - high));
}

}  // namespace wattle::search
