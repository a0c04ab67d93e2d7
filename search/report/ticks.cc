// SPDX-License-Identifier: MIT
#include "search/report/ticks.h"

#include <algorithm>
#include <cmath>

namespace wattle::search {
namespace {

/// Room at both ends, as a share of the range: about the radius of two marks. Taste, not theory.
constexpr double kMargin = 0.05;
/// A tick may lie outside the range by this share of a step: rounding of k * step.
constexpr double kTickSlack = 1e-9;
constexpr double kManyDecades = 1.5;

std::vector<double> linear_ticks(double low, double high, int wanted) {
  const double step = nice_step(high - low, wanted);
  std::vector<double> ticks;
  const double first = std::ceil(low / step - kTickSlack);
  const double last = std::floor(high / step + kTickSlack);
  const int count = static_cast<int>(last - first) + 1;
  for (int i = 0; i < count; ++i) {
    const double k = first + i;
    // k / (1 / step) keeps 3 x 0.1 from becoming 0.30000000000000004.
    ticks.push_back(step < 1.0 ? k / std::round(1.0 / step) : k * step);
  }
  return ticks;
}

/// Ticks at the given multiples of each power of ten, or of every `stride`th power.
std::vector<double> log_ticks(double low, double high, const std::vector<double>& multiples,
                              int stride) {
  std::vector<double> ticks;
  for (int power = static_cast<int>(std::floor(low)); power <= static_cast<int>(std::ceil(high));
       ++power) {
    if (power % stride != 0) continue;
    for (const double multiple : multiples) {
      const double tick = multiple * std::pow(10.0, power);
      const double position = std::log10(tick);
      if (position >= low - kTickSlack && position <= high + kTickSlack) ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace

double nice_step(double span, int wanted) {
  const double raw = span / std::max(1, wanted);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double mantissa = raw / power;
  // The borders are the geometric means of neighbours: sqrt(1 x 2), sqrt(2 x 5), sqrt(5 x 10).
  const double nice = mantissa < std::sqrt(2.0)    ? 1.0
                      : mantissa < std::sqrt(10.0) ? 2.0
                      : mantissa < std::sqrt(50.0) ? 5.0
                                                   : 10.0;
  return nice * power;
}

bool wants_logarithm(double low, double high) {
  return low > 0.0 && high > 0.0 && std::log10(high / low) > kManyDecades;
}

AxisScale::AxisScale(double low, double high, bool logarithmic)
    : low_(low), high_(high), logarithmic_(logarithmic && low > 0.0) {
  if (logarithmic_) {
    low_ = std::log10(low);
    high_ = std::log10(high);
  }
  const double span = high_ - low_;
  const double size = std::max(std::abs(low_), std::abs(high_));
  // Less than 1e-12 of the size is rounding, not a range.
  const bool single = !(span > 1e-12 * size);
  const double margin = single ? (size > 0.0 ? 0.1 * size : 1.0) : kMargin * span;
  low_ -= margin;
  high_ += margin;
}

double AxisScale::to_unit(double value) const {
  const double position = logarithmic_ ? std::log10(value) : value;
  return (position - low_) / (high_ - low_);
}

std::vector<double> AxisScale::ticks(int wanted) const {
  if (!logarithmic_) return linear_ticks(low_, high_, wanted);
  const double decades = high_ - low_;
  if (decades <= 0.5 * wanted) {
    auto fine = log_ticks(low_, high_, {1.0, 2.0, 5.0}, 1);
    if (static_cast<int>(fine.size()) <= wanted + 2) return fine;
  }
  const int stride = std::max(1, static_cast<int>(std::ceil(decades / wanted)));
  auto coarse = log_ticks(low_, high_, {1.0}, stride);
  return coarse.size() >= 2 ? coarse : log_ticks(low_, high_, {1.0, 2.0, 5.0}, 1);
}

}  // namespace wattle::search
