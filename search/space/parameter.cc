// SPDX-License-Identifier: MIT
#include "search/space/parameter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace wattle::search {
namespace {

/// Digits that always tell two doubles apart: rounding to this many changes nothing.
constexpr int kAllDigits = 17;
constexpr int kLevelDigits = 12;

/// The double nearest to `x` written with so many significant digits.
double round_to_digits(double x, int digits) {
  if (digits >= kAllDigits) return x;
  std::array<char, 64> text{};  // sign, digit, point, 16 digits and an exponent fit well
  const auto written = std::to_chars(text.data(), text.data() + text.size(), x,
                                     std::chars_format::scientific, digits - 1);
  double rounded = x;
  std::from_chars(text.data(), written.ptr, rounded);
  return rounded;
}

/// Digits so that rounding moves no value between `low` and `high` by more than half a
/// kStepTolerance of a step.
int digits_for_step(double low, double high, double step) {
  const double largest = std::max({std::abs(low), std::abs(high), step});
  return static_cast<int>(std::ceil(std::log10(largest / step) - std::log10(kStepTolerance))) + 1;
}

double log_position(double x, double low, double high) {
  const double log_low = std::log(low);
  return (std::log(x) - log_low) / (std::log(high) - log_low);
}

double from_log_position(double unit, double low, double high) {
  return std::exp(std::lerp(std::log(low), std::log(high), unit));
}

/// The number at a position, before it is rounded to a step.
double number_at(const Parameter& parameter, double unit) {
  const double low = parameter.low;
  const double high = parameter.high;
  if (unit <= 0.0) return low;
  if (unit >= 1.0) return high;
  double x = 0.0;
  switch (parameter.scale) {
    case Scale::kLinear:
      x = std::lerp(low, high, unit);
      break;
    case Scale::kLog:
      x = from_log_position(unit, low, high);
      break;
    case Scale::kReverseLog:
      x = high + low - from_log_position(1.0 - unit, low, high);
      break;
  }
  return std::clamp(x, low, high);
}

bool stepped(const Parameter& parameter) {
  return parameter.kind == ParameterKind::kInt || parameter.step.has_value();
}

/// Rank of the stepped value nearest to `x`, which lies between the bounds.
std::uint64_t nearest_rank(const Parameter& parameter, double x) {
  const double rank = std::round((x - parameter.low) / parameter.step.value_or(1.0));
  const std::uint64_t last = *parameter.cardinality() - 1;
  return std::min(static_cast<std::uint64_t>(std::max(rank, 0.0)), last);
}

}  // namespace

std::optional<std::uint64_t> Parameter::cardinality() const {
  if (!numeric()) return values.size();
  if (low == high) return 1;
  if (!stepped(*this)) return std::nullopt;
  return static_cast<std::uint64_t>((high - low) / step.value_or(1.0) + kStepTolerance) + 1;
}

Value Parameter::value_at(std::uint64_t index) const {
  if (!numeric()) return values[index];
  const double size = step.value_or(1.0);
  if (kind == ParameterKind::kInt) {
    return static_cast<std::int64_t>(low) +
           static_cast<std::int64_t>(index) * static_cast<std::int64_t>(size);
  }
  if (index == 0) return low;
  const double x = low + static_cast<double>(index) * size;
  return std::clamp(round_to_digits(x, digits_for_step(low, high, size)), low, high);
}

double Parameter::to_unit(const Value& value) const {
  if (!numeric()) {
    if (values.size() < 2) return 0.0;
    const auto index = std::find(values.begin(), values.end(), value) - values.begin();
    return static_cast<double>(index) / static_cast<double>(values.size() - 1);
  }
  const double x = value.get<double>();
  if (x <= low) return 0.0;
  if (x >= high) return 1.0;
  double unit = 0.0;
  switch (scale) {
    case Scale::kLinear:
      unit = (x - low) / (high - low);
      break;
    case Scale::kLog:
      unit = log_position(x, low, high);
      break;
    case Scale::kReverseLog:
      unit = 1.0 - log_position(std::clamp(high + low - x, low, high), low, high);
      break;
  }
  return std::clamp(unit, 0.0, 1.0);
}

Value Parameter::from_unit(double unit) const {
  const double position = std::clamp(unit, 0.0, 1.0);
  if (!numeric()) {
    return values[static_cast<std::size_t>(
        std::round(position * static_cast<double>(values.size() - 1)))];
  }
  const double x = number_at(*this, position);
  if (!stepped(*this)) return x;
  return value_at(nearest_rank(*this, x));
}

bool Parameter::contains(const Value& value) const {
  if (!numeric()) return std::find(values.begin(), values.end(), value) != values.end();
  if (kind == ParameterKind::kInt ? !value.is_number_integer() : !value.is_number()) return false;
  const double x = value.get<double>();
  if (!(x >= low && x <= high)) return false;
  if (!stepped(*this) || low == high) return true;
  const double on_step = value_at(nearest_rank(*this, x)).get<double>();
  return std::abs(x - on_step) <= kStepTolerance * step.value_or(1.0);
}

Value Parameter::canonical(const Value& value) const {
  if (!numeric()) {
    const auto known = std::find(values.begin(), values.end(), value);
    return known == values.end() ? value : *known;
  }
  if (!value.is_number()) return value;
  const auto x = value.get<double>();
  const Value number =
      kind == ParameterKind::kInt && is_whole(x) ? Value(static_cast<std::int64_t>(x)) : Value(x);
  if (!contains(number)) return value;
  return stepped(*this) ? value_at(nearest_rank(*this, x)) : number;
}

std::vector<Value> Parameter::grid() const {
  const auto wanted = static_cast<std::uint64_t>(levels.value_or(kDefaultLevels));
  const std::optional<std::uint64_t> size = cardinality();
  std::vector<Value> points;
  if (size && (!numeric() || *size <= wanted)) {
    for (std::uint64_t index = 0; index < *size; ++index) points.push_back(value_at(index));
    return points;
  }
  for (std::uint64_t i = 0; i < wanted; ++i) {
    const double unit =
        wanted == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(wanted - 1);
    Value point = from_unit(unit);
    if (!stepped(*this)) {
      point = std::clamp(round_to_digits(point.get<double>(), kLevelDigits), low, high);
    }
    if (points.empty() || points.back() != point) points.push_back(std::move(point));
  }
  return points;
}

}  // namespace wattle::search
