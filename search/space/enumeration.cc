// SPDX-License-Identifier: MIT
#include "search/space/enumeration.h"

#include <algorithm>
#include <string>

namespace wattle::search {
namespace {

class Walk {
 public:
  Walk(const Enumeration& enumeration, const PointVisitor& visit)
      : enumeration_(enumeration),
        visit_(visit),
        clauses_at_(enumeration.parameters.size() + 1),
        ranks_(enumeration.parameters.size(), 0),
        values_(nlohmann::json::object()) {
    for (const Condition& clause : enumeration.forbid) {
      clauses_at_[decided_at(clause)].push_back(&clause);
    }
  }

  WalkEnd run() {
    descend(0);
    return end_;
  }

 private:
  /// Number of parameters that must have been decided before the clause is.
  std::size_t decided_at(const Condition& clause) const {
    const std::vector<std::string> names = clause.parameters();
    const auto& parameters = enumeration_.parameters;
    for (std::size_t depth = parameters.size(); depth > 0; --depth) {
      const std::string& name = parameters[depth - 1].name;
      if (std::find(names.begin(), names.end(), name) != names.end()) return depth;
    }
    return 0;
  }

  /// Walks all points that share the first `depth` decisions; false when the walk is over.
  bool descend(std::size_t depth) {
    const bool dead =
        std::any_of(clauses_at_[depth].begin(), clauses_at_[depth].end(),
                    [this](const Condition* clause) { return clause->holds(values_); });
    const bool leaf = depth == enumeration_.parameters.size();
    if (dead || leaf) {
      if (looked_at_++ == enumeration_.limit) return finish(WalkEnd::kLimit);
      return dead || visit_(ranks_, values_) || finish(WalkEnd::kStopped);
    }
    const Parameter& parameter = enumeration_.parameters[depth];
    if (parameter.when && !parameter.when->holds(values_)) return descend(depth + 1);

    const std::vector<Value>& levels = enumeration_.levels[depth];
    Value& value = values_[parameter.name];
    bool more = true;
    for (std::uint32_t rank = 0; more && rank < levels.size(); ++rank) {
      value = levels[rank];
      ranks_[depth] = rank;
      more = descend(depth + 1);
    }
    ranks_[depth] = 0;
    values_.erase(parameter.name);
    return more;
  }

  bool finish(WalkEnd end) {
    end_ = end;
    return false;
  }

  const Enumeration& enumeration_;
  const PointVisitor& visit_;
  std::vector<std::vector<const Condition*>> clauses_at_;  ///< by number of decided parameters
  std::vector<std::uint32_t> ranks_;
  nlohmann::json values_;
  std::uint64_t looked_at_ = 0;
  WalkEnd end_ = WalkEnd::kComplete;
};

}  // namespace

WalkEnd walk_points(const Enumeration& enumeration, const PointVisitor& visit) {
  return Walk(enumeration, visit).run();
}

std::optional<std::vector<std::vector<Value>>> all_values(const std::vector<Parameter>& parameters,
                                                          std::uint64_t most) {
  std::vector<std::vector<Value>> values;
  for (const Parameter& parameter : parameters) {
    const std::optional<std::uint64_t> size = parameter.cardinality();
    if (!size || *size > most) return std::nullopt;
    std::vector<Value>& of_parameter = values.emplace_back();
    for (std::uint64_t i = 0; i < *size; ++i) of_parameter.push_back(parameter.value_at(i));
  }
  return values;
}

WalkEnd walk_space(const SearchSpace& space, std::uint64_t limit, const ValuesVisitor& visit) {
  if (const std::vector<Parameters>* rows = space.rows()) {
    if (rows->size() > limit) return WalkEnd::kLimit;
    const bool whole = std::all_of(rows->begin(), rows->end(),
                                   [&](const Parameters& row) { return visit(row.json()); });
    return whole ? WalkEnd::kComplete : WalkEnd::kStopped;
  }
  const auto values = all_values(space.parameters(), limit);
  if (!values) return WalkEnd::kLimit;
  return walk_points({space.parameters(), space.forbid(), *values, limit},
                     [&](const auto&, const nlohmann::json& point) { return visit(point); });
}

}  // namespace wattle::search
