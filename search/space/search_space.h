// SPDX-License-Identifier: MIT
// The parameters, their scales, and the graph of conditions between them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "energy/error.h"
#include "search/space/condition.h"
#include "search/space/fault.h"
#include "search/space/rng.h"
#include "search/space/value.h"

namespace wattle::search {

enum class ParameterKind { kFloat, kInt, kOrdinal, kCategorical, kConstant };
enum class Scale { kLinear, kLog, kReverseLog };

/// Levels a numeric parameter gets in a grid when the space names none.
inline constexpr int kDefaultLevels = 5;

/// The domain of one parameter.
struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::kFloat;
  double low = 0.0;   ///< kFloat, kInt
  double high = 1.0;  ///< included
  Scale scale = Scale::kLinear;
  std::optional<double> step;     ///< values are low + k step
  std::vector<Value> values;      ///< kOrdinal (in order), kCategorical, kConstant (one)
  std::optional<int> levels;      ///< points of the grid; numeric only
  std::optional<Condition> when;  ///< absent: always active

  bool numeric() const { return kind == ParameterKind::kFloat || kind == ParameterKind::kInt; }
  /// Number of different values; nullopt for a continuum.
  std::optional<std::uint64_t> cardinality() const;
  /// Position of a value on [0, 1] after the scale: numeric by its bounds, ordinal and categorical
  /// by index / (n - 1). The value must be in the domain.
  double to_unit(const Value& value) const;
  /// The closest value in the domain to a position on [0, 1] (rounded to step, integer or index).
  Value from_unit(double unit) const;
  bool contains(const Value& value) const;
  /// The grid's values, in order, without duplicates; every value when the domain has no more than
  /// that.
  std::vector<Value> grid() const;
};

/// An immutable space. Parameters are in topological order: one that a condition speaks of comes
/// before the ones that depend on it; otherwise by name.
class SearchSpace {
 public:
  /// Reads the `space` and `forbid` members of a scenario; `forbid` may be null.
  /// Faults: unknown types and members, empty or reversed ranges, non-positive bounds on a log
  /// scale, conditions on unknown parameters, a cycle (its path is named), a forbidden clause on an
  /// unknown parameter.
  static Validated<SearchSpace> from_json(const nlohmann::json& space,
                                          const nlohmann::json& forbid);

  const std::vector<Parameter>& parameters() const { return parameters_; }
  const Parameter* find(std::string_view name) const;
  std::size_t size() const { return parameters_.size(); }

  /// Keeps the values of parameters that are active under the others and drops the rest; requires a
  /// value for each active one.
  Parameters restrict_to_active(const nlohmann::json& values) const;
  /// Why these are not a point of the space, in one sentence; nullopt when they are.
  std::optional<std::string> violation(const Parameters& parameters) const;
  bool contains(const Parameters& parameters) const { return !violation(parameters).has_value(); }
  /// True when a forbidden clause holds.
  bool forbidden(const Parameters& parameters) const;

  /// Uniform in unit coordinates over the allowed part, by rejection of forbidden draws (at most
  /// 10,000 tries, then kExhausted).
  Result<Parameters> sample(Rng& rng) const;

  /// Number of points when every parameter is finite, before conditions merge and clauses remove
  /// points; nullopt for a continuum.
  std::optional<std::uint64_t> cardinality() const;

 private:
  std::vector<Parameter> parameters_;
  std::vector<Condition> forbid_;
};

}  // namespace wattle::search
