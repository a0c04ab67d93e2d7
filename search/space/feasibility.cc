// SPDX-License-Identifier: MIT
#include "search/space/feasibility.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "search/space/enumeration.h"
#include "search/space/representatives.h"
#include "search/space/sampling.h"

namespace wattle::search {
namespace {

/// The parameters that decide whether a clause holds, and the conditions among them.
struct Core {
  std::vector<Parameter> parameters;         ///< in topological order
  std::vector<const Condition*> conditions;  ///< the clauses, and these parameters' `when`
  std::set<std::string> summed;              ///< names in weighted sums
};

Core core_of(const SearchSpace& space) {
  Core core;
  std::set<std::string> needed;
  const auto add = [&](const Condition& condition) {
    core.conditions.push_back(&condition);
    for (const std::string& name : condition.parameters()) needed.insert(name);
    for (const LinearComparison* linear : condition.linear_comparisons()) {
      for (const auto& [name, weight] : linear->weights) core.summed.insert(name);
    }
  };
  for (const Condition& clause : space.forbid()) add(clause);
  const auto& parameters = space.parameters();
  for (auto parameter = parameters.rbegin(); parameter != parameters.rend(); ++parameter) {
    if (needed.count(parameter->name) == 0) continue;
    if (parameter->when) add(*parameter->when);
    core.parameters.push_back(*parameter);
  }
  std::reverse(core.parameters.begin(), core.parameters.end());
  return core;
}

/// The values given, those of other parameters from the middle of their domains.
Parameters completed(const SearchSpace& space, const nlohmann::json& given) {
  nlohmann::json values = nlohmann::json::object();
  for (const Parameter& parameter : space.parameters()) {
    values[parameter.name] = parameter.from_unit(0.5);
  }
  values.update(given);
  return space.restrict_to_active(values);
}

/// What the walk over representatives came to.
struct Look {
  std::optional<Parameters> found;
  bool exact = false;  ///< when nothing is found, there is nothing
};

Look look_at_representatives(const SearchSpace& space, const Core& core) {
  Look look;
  bool complete = true;
  std::vector<std::vector<Value>> levels;
  for (const Parameter& parameter : core.parameters) {
    const bool summed = core.summed.count(parameter.name) > 0;
    const std::optional<std::uint64_t> size = parameter.cardinality();
    if (summed && (!size || *size > kMaxCombinations)) complete = false;
    levels.push_back(representatives(parameter, core.conditions,
                                     summed ? kMaxCombinations : kMostRepresentatives));
  }
  const auto take = [&](const auto&, const nlohmann::json& values) {
    look.found = completed(space, values);
    return false;
  };
  const std::uint64_t limit = std::min(kMaxCombinations, kMaxValues / (core.parameters.size() + 1));
  const WalkEnd end = walk_points({core.parameters, space.forbid(), levels, limit}, take);
  look.exact = complete && end == WalkEnd::kComplete;
  return look;
}

/// Weighted sums of the clauses, whose ends a draw may be pulled to.
std::vector<const LinearComparison*> sums_of(const SearchSpace& space) {
  std::vector<const LinearComparison*> sums;
  for (const Condition& clause : space.forbid()) {
    const auto more = clause.linear_comparisons();
    std::copy(more.begin(), more.end(), std::back_inserter(sums));
  }
  return sums;
}

/// A random point whose summed values are moved, by one random share of their way, to the ends that
/// make the sum largest or smallest.
Parameters pulled_draw(const SearchSpace& space, const LinearComparison& sum, Rng& rng) {
  const double share = rng.uniform();
  const bool upwards = rng.uniform() < 0.5;
  nlohmann::json values = nlohmann::json::object();
  for (const Parameter& parameter : space.parameters()) {
    values[parameter.name] = sample_value(parameter, rng);
  }
  for (const auto& [name, weight] : sum.weights) {
    const Parameter& parameter = *space.find(name);
    const double drawn = parameter.to_unit(values[name]);
    const double end = (weight > 0.0) == upwards ? 1.0 : 0.0;
    values[name] = parameter.from_unit(drawn + share * (end - drawn));
  }
  return space.restrict_to_active(values);
}

std::optional<Parameters> find_by_drawing(const SearchSpace& space) {
  const std::vector<const LinearComparison*> sums = sums_of(space);
  Rng rng(0);  // the same space is always read the same way
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    const bool pulled = draw % 2 == 1 && !sums.empty();
    const std::size_t which =
        static_cast<std::size_t>(draw / 2) % std::max<std::size_t>(1, sums.size());
    Parameters point = pulled ? pulled_draw(space, *sums[which], rng) : space.draw_any(rng);
    if (!space.forbidden(point)) return point;
  }
  return std::nullopt;
}

}  // namespace

tl::expected<Parameters, std::string> find_allowed(const SearchSpace& space) {
  Look look = look_at_representatives(space, core_of(space));
  if (look.found) return std::move(*look.found);
  if (look.exact) return tl::unexpected<std::string>("clauses that leave at least one point");
  if (auto found = find_by_drawing(space)) return std::move(*found);
  return tl::unexpected<std::string>(
      "clauses that leave a point that can be found; there may be one, but it is neither among " +
      std::to_string(kMaxDraws) + " random points nor where the parameters' ends and limits meet");
}

}  // namespace wattle::search
