// SPDX-License-Identifier: MIT
#include "search/space/search_space.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "search/space/enumeration.h"
#include "search/space/json_place.h"
#include "search/space/space_graph.h"
#include "search/space/space_reader.h"

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
                                              const nlohmann::json& forbid) {
  SpaceDraft draft = read_space(space, forbid);
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
  if (certainly_empty(result.parameters_, result.forbid_)) {
    return tl::unexpected(std::vector<Fault>{
        {"/forbid", json_text(forbid), "clauses that leave at least one point allowed", {}}});
  }
  return result;
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

std::optional<std::string> SearchSpace::violation(const Parameters& parameters) const {
  const nlohmann::json& values = parameters.json();
  if (!values.is_object()) return "the parameters are no JSON object";
  for (const auto& [name, value] : values.items()) {
    if (find(name) == nullptr) return name + " is no parameter of the space";
  }
  for (const Parameter& parameter : parameters_) {
    const Value* value = parameters.find(parameter.name);
    const bool active = !parameter.when || parameter.when->holds(values);
    if (active && value == nullptr) return parameter.name + " is missing";
    if (!active && value != nullptr) {
      return parameter.name + " is not active: " + json_text(parameter.when->json()) +
             " does not hold";
    }
    if (active && !parameter.contains(*value)) {
      return parameter.name + " cannot be " + json_text(*value);
    }
  }
  for (const Condition& clause : forbid_) {
    if (clause.holds(values)) return "forbidden by " + json_text(clause.json());
  }
  return std::nullopt;
}

bool SearchSpace::forbidden(const Parameters& parameters) const {
  return std::any_of(forbid_.begin(), forbid_.end(),
                     [&](const Condition& clause) { return clause.holds(parameters); });
}

std::optional<std::uint64_t> SearchSpace::cardinality() const {
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
