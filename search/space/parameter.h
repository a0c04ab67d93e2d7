// SPDX-License-Identifier: MIT
// The domain of one parameter, and its place on [0, 1].
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "search/space/condition.h"
#include "search/space/value.h"

namespace wattle::search {

enum class ParameterKind { kFloat, kInt, kOrdinal, kCategorical, kConstant };

/// Where x of [low, high] lies on [0, 1]:
///   kLinear      u = (x - low) / (high - low)
///   kLog         u = L(x),  L(x) = (ln x - ln low) / (ln high - ln low); equal steps of u are
///                equal ratios of x, so it is dense near `low`. Requires low > 0.
///   kReverseLog  u = 1 - L(high + low - x): the log scale mirrored, dense near `high` (a momentum
///                of 0.9, 0.99, 0.999). Requires low > 0; resolves nothing finer than the spacing
///                of doubles near `high`.
enum class Scale { kLinear, kLog, kReverseLog };

/// Levels a numeric parameter gets in a grid when the space names none.
inline constexpr int kDefaultLevels = 5;

/// Bounds of integers, and steps in a range, stay where doubles are exact.
inline constexpr double kLargestInteger = 9007199254740992.0;  // 2^53

/// True for an integer of at most kLargestInteger.
inline bool is_whole(double number) {
  return std::abs(number) <= kLargestInteger && std::trunc(number) == number;
}

/// How far, in steps, a value may lie from low + k step and still count as on it: a person writes
/// 0.3, and 0.1 + 2 x 0.1 is not that number. Stepped values are rounded to as few digits as this
/// allows, so that the value is 0.3 and compares as such.
inline constexpr double kStepTolerance = 1e-9;

/// The domain of one parameter.
struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::kFloat;
  double low = 0.0;   ///< kFloat, kInt
  double high = 1.0;  ///< included
  Scale scale = Scale::kLinear;
  std::optional<double> step;     ///< values are low + k step; whole for kInt, where absent means 1
  std::vector<Value> values;      ///< kOrdinal (in order), kCategorical, kConstant (one)
  std::optional<int> levels;      ///< points of the grid; numeric only
  std::optional<Condition> when;  ///< absent: always active

  bool numeric() const { return kind == ParameterKind::kFloat || kind == ParameterKind::kInt; }
  /// Number of different values; nullopt for a continuum.
  std::optional<std::uint64_t> cardinality() const;
  /// The value of rank `index` in a finite domain: low + index step, or values[index].
  Value value_at(std::uint64_t index) const;

  /// Position of a value on [0, 1] after the scale: numeric by its bounds, ordinal and categorical
  /// by index / (n - 1); 0 when there is only one value; exactly 0 and 1 at the bounds. The value
  /// must be in the domain.
  double to_unit(const Value& value) const;
  /// The value at a position on [0, 1] (clamped; not NaN), rounded to the nearest step, integer or
  /// index; 0 and 1 give the first and last value exactly.
  /// to_unit(from_unit(u)) = u to within a few eps (1 + |ln x|) / (ln high - ln low) on a log scale
  /// and eps (|low| + |high|) / (high - low) on a linear one; from_unit(to_unit(v)) = v for finite
  /// domains of at most 2^51 values.
  Value from_unit(double unit) const;
  bool contains(const Value& value) const;
  /// The same value in the domain's own spelling: 3.0 for an integer is 3, 1 for a float is 1.0,
  /// and a number within rounding of a step is that step. A value outside the domain stays as it
  /// is.
  Value canonical(const Value& value) const;

  /// The grid's values, in order, without duplicates: `levels` of them (kDefaultLevels when absent)
  /// evenly spaced on the scale, both ends included (one level: the middle); every value when the
  /// domain has no more than that or is not numeric. Floats are rounded to 12 significant digits,
  /// so that a level is 0.01 and not 0.010000000000000002.
  std::vector<Value> grid() const;
};

}  // namespace wattle::search
