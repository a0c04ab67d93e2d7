// SPDX-License-Identifier: MIT
// The parameters, their scales, and the graph of conditions between them.
#pragma once

#include <cstdint>
#include <memory>
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

class PointTable;

/// An immutable space, cheap to copy but for its parameters. Parameters are in topological order:
/// one that a condition speaks of comes before the ones that depend on it; otherwise by name. A
/// parameter is active when its `when` holds for the active ones before it.
class SearchSpace {
 public:
  /// Reads the `space`, `forbid` and `points` members of a scenario; the last two may be null.
  /// `points` is a list of rows, values by name, to which the space is then restricted. A column
  /// that `space` does not describe is inferred (infer_parameters.h); rows that a clause forbids
  /// are left out, and a row that stands twice is one point. Faults: unknown types and members,
  /// names that are no identifiers, empty or reversed ranges, non-positive bounds on a log scale,
  /// conditions on unknown parameters, a cycle (its path is named), a forbidden clause on an
  /// unknown parameter, rows that are no points, clauses that leave nothing (find_allowed says what
  /// is decided exactly).
  static Validated<SearchSpace> from_json(const nlohmann::json& space, const nlohmann::json& forbid,
                                          const nlohmann::json& points = nullptr);

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

  /// Uniform over the rows, if the space lists them. Else uniform in unit coordinates over the
  /// allowed part (see sampling.h), by rejection of forbidden draws (at most kMaxDraws, then
  /// kExhausted).
  Result<Parameters> sample(Rng& rng) const;
  /// `sample`; where that fails, the end of a random walk among allowed points (walk_allowed) that
  /// begins at one which was found when the space was read. Near to uniform over what it can reach.
  Parameters sample_or_walk(Rng& rng) const;
  /// `sample` before clauses and rows are looked at: may be forbidden.
  Parameters draw_any(Rng& rng) const;

  /// A point for which any of these holds is forbidden.
  const std::vector<Condition>& forbid() const { return forbid_; }
  /// The points that the space is restricted to, each allowed and none twice; null when it lists
  /// none. They live as long as any copy of this space.
  const std::vector<Parameters>* rows() const;

  /// Number of rows; without rows and when every parameter is finite, number of points before
  /// conditions merge and clauses remove points (2^64 - 1 when there are more); nullopt for a
  /// continuum.
  std::optional<std::uint64_t> cardinality() const;

  /// Why a point of `earlier` may be none of this space, in one sentence; nullopt when every one
  /// still is, so that this space widens the earlier one and all its trials stay usable: wider
  /// bounds, added choices and rows, fewer clauses, a constant that may now vary, a parameter that
  /// is active only where an added choice is taken. Decided exactly up to kMaxCombinations
  /// (feasibility.h) combinations of values or cells; what is not decided counts as narrower, and
  /// so does a weighted sum that the earlier space did not have.
  std::optional<std::string> narrowing(const SearchSpace& earlier) const;
  bool widens(const SearchSpace& earlier) const { return !narrowing(earlier).has_value(); }

  /// A number that two spaces have in common when they have the same parameters (levels included),
  /// conditions, clauses and rows; different spaces have it in common by an accident of 2^-64. The
  /// same on every machine.
  std::uint64_t fingerprint() const;

 private:
  /// Why these values are no assignment to the active parameters; clauses and rows aside.
  std::optional<std::string> misfit(const nlohmann::json& values) const;
  std::vector<Parameters> read_points(const nlohmann::json& points,
                                      std::vector<Fault>& faults) const;

  std::vector<Parameter> parameters_;
  std::vector<Condition> forbid_;
  std::shared_ptr<const PointTable> table_;  ///< null: not restricted to rows
  std::optional<Parameters> allowed_;        ///< where there are clauses: a point they allow
};

}  // namespace wattle::search
