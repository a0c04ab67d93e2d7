// SPDX-License-Identifier: MIT
// Is every point of an earlier space still a point?
#include <algorithm>
#include <set>

#include "search/space/enumeration.h"
#include "search/space/feasibility.h"
#include "search/space/json_place.h"
#include "search/space/representatives.h"
#include "search/space/search_space.h"

namespace wattle::search {
namespace {

using Names = std::set<std::string>;

/// True when the domain holds every value of `earlier`.
bool covers(const Parameter& parameter, const Parameter& earlier) {
  const std::optional<std::uint64_t> size = earlier.cardinality();
  if (!size) {
    return parameter.numeric() && !parameter.cardinality() && parameter.contains(earlier.low) &&
           parameter.contains(earlier.high);
  }
  const auto holds = [&](std::uint64_t rank) { return parameter.contains(earlier.value_at(rank)); };
  if (earlier.numeric() && parameter.numeric() && *size > 2) {
    // Values at even distances: with the first two on the other's steps, all are up to its end.
    return holds(0) && holds(1) && holds(*size - 1);
  }
  if (*size > kMaxCombinations) return false;
  for (std::uint64_t rank = 0; rank < *size; ++rank) {
    if (!holds(rank)) return false;
  }
  return true;
}

/// Every condition of a space: its clauses, and the `when` of its parameters.
std::vector<const Condition*> conditions_of(const SearchSpace& space) {
  std::vector<const Condition*> conditions;
  for (const Condition& clause : space.forbid()) conditions.push_back(&clause);
  for (const Parameter& parameter : space.parameters()) {
    if (parameter.when) conditions.push_back(&*parameter.when);
  }
  return conditions;
}

/// A condition with a weighted sum that did not stand at the same place of `earlier`; null when
/// there is none.
const Condition* new_sum(const SearchSpace& space, const SearchSpace& earlier) {
  const auto same = [](const Condition& a, const Condition& b) { return a.json() == b.json(); };
  for (const Condition& clause : space.forbid()) {
    const bool known = std::any_of(earlier.forbid().begin(), earlier.forbid().end(),
                                   [&](const Condition& other) { return same(clause, other); });
    if (!known && !clause.linear_comparisons().empty()) return &clause;
  }
  for (const Parameter& parameter : space.parameters()) {
    if (!parameter.when || parameter.when->linear_comparisons().empty()) continue;
    const Parameter* before = earlier.find(parameter.name);
    const bool known = before != nullptr && before->when && same(*parameter.when, *before->when);
    if (!known) return &*parameter.when;
  }
  return nullptr;
}

/// Values of each parameter of `earlier` that stand for its domain as far as the conditions of both
/// spaces can tell; one where no condition speaks of it.
std::vector<std::vector<Value>> joint_levels(const SearchSpace& space, const SearchSpace& earlier) {
  std::vector<const Condition*> conditions = conditions_of(space);
  const std::vector<const Condition*> before = conditions_of(earlier);
  conditions.insert(conditions.end(), before.begin(), before.end());
  Names spoken_of;
  for (const Condition* condition : conditions) {
    for (std::string& name : condition->parameters()) spoken_of.insert(std::move(name));
  }
  std::vector<std::vector<Value>> levels;
  for (const Parameter& parameter : earlier.parameters()) {
    levels.push_back(spoken_of.count(parameter.name) > 0
                         ? representatives(parameter, conditions, kMostRepresentatives)
                         : std::vector<Value>{parameter.from_unit(0.5)});
  }
  return levels;
}

std::string too_many() {
  return "whether the conditions still allow every earlier point is not decided by " +
         std::to_string(kMaxCombinations) + " combinations of values";
}

/// Domains, and then conditions, of spaces of which this one lists no rows.
std::optional<std::string> narrower_product(const SearchSpace& space, const SearchSpace& earlier) {
  for (const Parameter& parameter : earlier.parameters()) {
    const Parameter* now = space.find(parameter.name);
    if (now == nullptr) return parameter.name + " is no longer a parameter";
    if (!covers(*now, parameter)) return "some values of " + parameter.name + " are gone";
  }
  if (const Condition* sum = new_sum(space, earlier)) {
    return json_text(sum->json()) + " is a weighted sum that was not there before";
  }
  std::optional<std::string> reason;
  const auto look = [&](const auto&, const nlohmann::json& values) {
    reason = space.violation(Parameters(values));
    return !reason;
  };
  const auto levels = joint_levels(space, earlier);
  const WalkEnd end =
      walk_points({earlier.parameters(), earlier.forbid(), levels, kMaxCombinations}, look);
  return end == WalkEnd::kLimit ? too_many() : reason;
}

}  // namespace

std::optional<std::string> SearchSpace::narrowing(const SearchSpace& earlier) const {
  if (!table_ && earlier.rows() == nullptr) return narrower_product(*this, earlier);
  std::optional<std::string> reason;
  const auto look = [&](const nlohmann::json& values) {
    reason = violation(Parameters(values));
    return !reason;
  };
  const std::uint64_t limit = earlier.rows() != nullptr ? earlier.rows()->size() : kMaxCombinations;
  const WalkEnd end = walk_space(earlier, limit, look);
  if (end == WalkEnd::kLimit) return "only listed points are left of a larger space";
  return reason;
}

}  // namespace wattle::search
