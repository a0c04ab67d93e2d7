// SPDX-License-Identifier: MIT
#include "search/space/unit_cube.h"

#include <algorithm>
#include <utility>

#include "search/space/sampling.h"

namespace wattle::search {

UnitCube::UnitCube(const SearchSpace& space) : space_(&space) {
  const auto& parameters = space.parameters();
  dimension_ = std::count_if(parameters.begin(), parameters.end(), [](const Parameter& parameter) {
    return parameter.kind != ParameterKind::kConstant;
  });
}

Parameters UnitCube::point(const Eigen::VectorXd& position) const {
  nlohmann::json values = nlohmann::json::object();
  Eigen::Index next = 0;
  for (const Parameter& parameter : space_->parameters()) {
    const bool constant = parameter.kind == ParameterKind::kConstant;
    const double quantile = constant ? 0.0 : position[next++];
    if (parameter.when && !parameter.when->holds(values)) continue;
    values[parameter.name] = value_at_quantile(parameter, quantile);
  }
  return Parameters(std::move(values));
}

Eigen::VectorXd UnitCube::position(const Parameters& point, Rng& rng) const {
  Eigen::VectorXd result(dimension_);
  Eigen::Index next = 0;
  for (const Parameter& parameter : space_->parameters()) {
    if (parameter.kind == ParameterKind::kConstant) continue;
    const Value* value = point.find(parameter.name);
    result[next++] = value == nullptr ? rng.uniform() : quantile_of(parameter, *value);
  }
  return result;
}

}  // namespace wattle::search
