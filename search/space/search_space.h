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
#include "search/space/parameter.h"
#include "search/space/rng.h"
#include "search/space/value.h"

namespace wattle::search {

/// An immutable space. Parameters are in topological order: one that a condition speaks of comes
/// before the ones that depend on it; otherwise by name.
/// A parameter is active when its `when` holds for the active ones before it.
class SearchSpace {
 public:
  /// Reads the `space` and `forbid` members of a scenario; `forbid` may be null.
  /// Faults: unknown types and members, names that are no identifiers, empty or reversed ranges,
  /// non-positive bounds on a log scale, conditions on unknown parameters, a cycle (its path is
  /// named), a forbidden clause on an unknown parameter.
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

  /// Uniform in unit coordinates over the allowed part (see sampling.h), by rejection of forbidden
  /// draws (at most kMaxDraws, then kExhausted).
  Result<Parameters> sample(Rng& rng) const;

  /// A point for which any of these holds is forbidden.
  const std::vector<Condition>& forbid() const { return forbid_; }

  /// Number of points when every parameter is finite, before conditions merge and clauses remove
  /// points (2^64 - 1 when there are more); nullopt for a continuum.
  std::optional<std::uint64_t> cardinality() const;

 private:
  std::vector<Parameter> parameters_;
  std::vector<Condition> forbid_;
};

}  // namespace wattle::search
