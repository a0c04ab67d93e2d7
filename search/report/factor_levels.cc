// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <utility>

#include "search/report/factor_parts.h"
#include "search/statistics/quantiles.h"

namespace wattle::search {
namespace {

using Groups = std::map<Value, std::vector<double>>;

Groups groups_of(const Parameter& parameter, const MeasuredTrials& measured) {
  Groups groups;
  for (std::size_t i = 0; i < measured.trials.size(); ++i) {
    const Value* const value = measured.trials[i]->parameters.find(parameter.name);
    if (value != nullptr) groups[*value].push_back(measured.values[i]);
  }
  return groups;
}

std::vector<Value> levels_of(const Parameter& parameter, const Groups& groups) {
  if (parameter.kind == ParameterKind::kConstant || groups.size() > kMostLevels) return {};
  std::vector<Value> levels;
  for (const auto& [value, values] : groups) {
    if (values.size() >= kLeastOfLevel) levels.push_back(value);
  }
  if (levels.size() < 2) return {};
  const auto place = [&](const Value& value) {
    return std::find(parameter.values.begin(), parameter.values.end(), value);
  };
  std::stable_sort(levels.begin(), levels.end(),
                   [&](const Value& a, const Value& b) { return place(a) < place(b); });
  return levels;
}

}  // namespace

std::vector<Value> levels_of(const Parameter& parameter, const MeasuredTrials& measured) {
  return levels_of(parameter, groups_of(parameter, measured));
}

LevelComparison compare_levels(const Parameter& parameter, const MeasuredTrials& measured) {
  LevelComparison comparison;
  const Groups groups = groups_of(parameter, measured);
  std::vector<std::vector<double>> samples;
  for (const Value& level : levels_of(parameter, groups)) {
    const std::vector<double>& values = groups.at(level);
    comparison.levels.push_back({level, values.size(), center_of(values, Center::kMedian)});
    samples.push_back(values);
  }
  if (comparison.levels.empty()) return comparison;
  comparison.test = kruskal_wallis(samples);
  // Of two levels the test itself has said all.
  if (samples.size() > 2) comparison.pairs = dunn(samples).pairs;
  return comparison;
}

}  // namespace wattle::search
