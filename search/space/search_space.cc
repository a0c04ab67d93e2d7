// SPDX-License-Identifier: MIT
#include "search/space/search_space.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "search/space/feasibility.h"
#include "search/space/infer_parameters.h"
#include "search/space/json_place.h"
#include "search/space/point_table.h"
#include "search/space/space_graph.h"
#include "search/space/space_reader.h"
#include "search/space/values_in_turn.h"

namespace wattle::search {
namespace {

/// By parameter, the numbers of those its condition speaks of; unknown names are left out.
std::vector<std::vector<std::size_t>> dependences(const std::vector<Parameter>& parameters) {
  std::vector<std::vector<std::size_t>> depends_on(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (!parameters[i].when) continue;
    const std::vector<std::string> names = parameters[i].when->parameters();
    for (std::size_t j = 0; j < parameters.size(); ++j) {
      const bool spoken_of =
          std::find(names.begin(), names.end(), parameters[j].name) != names.end();
      if (spoken_of) depends_on[i].push_back(j);
    }
  }
  return depends_on;
}

Fault cycle_fault(const std::vector<std::size_t>& cycle, const std::vector<Parameter>& parameters) {
  std::string path;
  for (const std::size_t at : cycle) path += (path.empty() ? "" : " -> ") + parameters[at].name;
  const Parameter& first = parameters[cycle.front()];
  return {child_pointer(child_pointer("/space", first.name), "when"),
          json_text(first.when->json()),
          "conditions without a cycle; here each depends on the next: " + path,
          {}};
}

}  // namespace

Validated<SearchSpace> SearchSpace::from_json(const nlohmann::json& space,
                                              const nlohmann::json& forbid,
                                              const nlohmann::json& points) {
  SpaceDraft draft = read_space(infer_parameters(space, points), forbid);
  const DependenceOrder order = order_by_dependence(dependences(draft.parameters));
  for (const auto& cycle : order.cycles) {
    draft.faults.push_back(cycle_fault(cycle, draft.parameters));
  }
  if (!draft.faults.empty()) return tl::unexpected(std::move(draft.faults));

  SearchSpace result;
  for (const std::size_t i : order.order) {
    result.parameters_.push_back(std::move(draft.parameters[i]));
  }
  result.forbid_ = std::move(draft.forbid);
  std::vector<Fault> faults;
  const auto leave = [&](std::string what) {
    faults.push_back({"/forbid", json_text(forbid), std::move(what), {}});
  };
  if (!points.is_null()) {
    std::vector<Parameters> rows = result.read_points(points, faults);
    if (rows.empty() && faults.empty()) leave("clauses that leave at least one of the points");
    result.table_ = std::make_shared<const PointTable>(std::move(rows));
  } else if (!result.forbid_.empty()) {
    auto allowed = find_allowed(result);
    if (!allowed) leave(std::move(allowed.error()));
    if (allowed) result.allowed_ = std::move(*allowed);
  }
  if (!faults.empty()) return tl::unexpected(std::move(faults));
  return result;
}

const std::vector<Parameters>* SearchSpace::rows() const {
  return table_ ? &table_->rows() : nullptr;
}

const Parameter* SearchSpace::find(std::string_view name) const {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const Parameter& known) { return known.name == name; });
  return found == parameters_.end() ? nullptr : &*found;
}

Parameters SearchSpace::restrict_to_active(const nlohmann::json& values) const {
  nlohmann::json active = nlohmann::json::object();
  for (const Parameter& parameter : parameters_) {
    if (parameter.when && !parameter.when->holds(active)) continue;
    const auto value = values.find(parameter.name);
    if (value != values.end()) active[parameter.name] = *value;
  }
  return Parameters(std::move(active));
}

std::optional<std::string> SearchSpace::misfit(const nlohmann::json& values) const {
  if (!values.is_object()) return "the parameters are no JSON object";
  ValuesInTurn given_values(values);
  std::size_t found = 0;
  for (const Parameter& parameter : parameters_) {
    const Value* const value = given_values.find(parameter.name);
    const bool given = value != nullptr;
    const bool active = !parameter.when || parameter.when->holds(values);
    if (given) ++found;
    if (active && !given) return parameter.name + " is missing";
    if (!active && given) {
      return parameter.name + " is not active: " + json_text(parameter.when->json()) +
             " does not hold";
    }
    if (active && !parameter.contains(*value)) {
      return parameter.name + " cannot be " + json_text(*value);
    }
  }
  if (found == values.size()) return std::nullopt;
  for (const auto& [name, value] : values.items()) {
    if (find(name) == nullptr) return name + " is no parameter of the space";
  }
  return std::nullopt;
}

std::optional<std::string> SearchSpace::violation(const Parameters& parameters) const {
  const nlohmann::json& values = parameters.json();
  if (table_ && table_->contains(values)) return std::nullopt;
  if (auto reason = misfit(values)) return reason;
  for (const Condition& clause : forbid_) {
    if (clause.holds(values)) return "forbidden by " + json_text(clause.json());
  }
  if (table_) return "it is none of the " + std::to_string(table_->rows().size()) + " points";
  return std::nullopt;
}

bool SearchSpace::forbidden(const Parameters& parameters) const {
  return std::any_of(forbid_.begin(), forbid_.end(),
                     [&](const Condition& clause) { return clause.holds(parameters); });
}

std::optional<std::uint64_t> SearchSpace::cardinality() const {
  if (table_) return table_->rows().size();
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t product = 1;
  for (const Parameter& parameter : parameters_) {
    const std::optional<std::uint64_t> size = parameter.cardinality();
    if (!size) return std::nullopt;
    product = product > kMost / *size ? kMost : product * *size;
  }
  return product;
}

}  // namespace wattle::search
