// SPDX-License-Identifier: MIT
#include "search/statistics/parameter_importance.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "search/space/encoding.h"
#include "search/space/sampling.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

TreeDomain domain_of(const std::vector<Coordinate>& coordinates) {
  TreeDomain domain;
  for (const Coordinate& coordinate : coordinates) domain.choices.push_back(coordinate.choices);
  return domain;
}

/// Positions on which points are uniform: quantiles of the values, indices of choices, NaN where
/// inactive. The encoding's own numbers are not: a first and a last level have half a cell there.
MatrixXd positions_of(const SearchSpace& space, const std::vector<Coordinate>& coordinates,
                      const std::vector<Parameters>& points) {
  MatrixXd positions(static_cast<Index>(points.size()), static_cast<Index>(coordinates.size()));
  for (Index i = 0; i < positions.rows(); ++i) {
    for (Index j = 0; j < positions.cols(); ++j) {
      const Coordinate& coordinate = coordinates[static_cast<std::size_t>(j)];
      const Parameter& parameter = space.parameters()[coordinate.parameter];
      const Value* const value = points[static_cast<std::size_t>(i)].find(parameter.name);
      positions(i, j) = value == nullptr ? std::numeric_limits<double>::quiet_NaN()
                                         : coordinate.at(quantile_of(parameter, *value));
    }
  }
  return positions;
}

}  // namespace

ParameterImportance parameter_importance(const SearchSpace& space,
                                         const std::vector<Parameters>& points,
                                         std::span<const double> values,
                                         const FunctionalAnovaOptions& options, Rng& rng) {
  ParameterImportance importance;
  importance.n = static_cast<int>(points.size());
  if (values.size() != points.size()) {
    importance.reason = "the values differ in number from the points";
    return importance;
  }
  const std::vector<Coordinate> coordinates = Encoding(space).coordinates();
  const Eigen::VectorXd measured =
      Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Index>(values.size()));
  FunctionalAnovaSummary summary = functional_anova(
      domain_of(coordinates), positions_of(space, coordinates, points), measured, options, rng);
  importance.explained = summary.explained;
  importance.reason = std::move(summary.reason);
  const auto name = [&](std::size_t i) {
    return space.parameters()[coordinates[i].parameter].name;
  };
  for (const VarianceShare& each : summary.single) {
    importance.shares.push_back({name(each.first), "", each.share, each.standard_deviation});
  }
  for (const VarianceShare& each : summary.pairs) {
    importance.shares.push_back(
        {name(each.first), name(each.second), each.share, each.standard_deviation});
  }
  std::stable_sort(
      importance.shares.begin(), importance.shares.end(),
      [](const ParameterShare& a, const ParameterShare& b) { return a.share > b.share; });
  return importance;
}

}  // namespace wattle::search
