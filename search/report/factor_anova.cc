// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <utility>

#include "search/report/factor_parts.h"

namespace wattle::search {
namespace {

constexpr std::size_t kMostFactors = 3;

/// A factor with the levels that are compared.
struct Chosen {
  std::string name;
  std::vector<Value> levels;
};

/// The first ones, as far as their cells are not too many.
std::vector<Chosen> choose(const std::vector<const Parameter*>& candidates,
                           const MeasuredTrials& measured) {
  std::vector<Chosen> chosen;
  std::size_t cells = 1;
  for (const Parameter* const parameter : candidates) {
    std::vector<Value> levels = levels_of(*parameter, measured);
    if (chosen.size() == kMostFactors || levels.empty() || cells * levels.size() > kMostCells) {
      continue;
    }
    cells *= levels.size();
    chosen.push_back({parameter->name, std::move(levels)});
  }
  return chosen;
}

/// The index of each factor's level; nullopt where one of them is not compared.
std::optional<std::vector<int>> cell_of(const Trial& trial, const std::vector<Chosen>& chosen) {
  std::vector<int> cell;
  for (const Chosen& factor : chosen) {
    const Value* const value = trial.parameters.find(factor.name);
    if (value == nullptr) return std::nullopt;
    const auto level = std::find(factor.levels.begin(), factor.levels.end(), *value);
    if (level == factor.levels.end()) return std::nullopt;
    cell.push_back(static_cast<int>(level - factor.levels.begin()));
  }
  return cell;
}

/// Whether every combination of the levels occurs, and none of them once only.
bool is_repeated(const std::vector<const AnovaFactor*>& factors) {
  std::map<std::vector<int>, int> counts;
  std::size_t cells = 1;
  for (const AnovaFactor* const factor : factors) {
    cells *= static_cast<std::size_t>(
        *std::max_element(factor->levels.begin(), factor->levels.end()) + 1);
  }
  for (std::size_t i = 0; i < factors.front()->levels.size(); ++i) {
    std::vector<int> cell;
    cell.reserve(factors.size());
    for (const AnovaFactor* const factor : factors) cell.push_back(factor->levels[i]);
    ++counts[cell];
  }
  return counts.size() == cells && std::all_of(counts.begin(), counts.end(),
                                               [](const auto& each) { return each.second > 1; });
}

/// As many factors in an interaction as have repeats in their cells.
int highest_interaction(const std::vector<AnovaFactor>& factors) {
  std::vector<const AnovaFactor*> all;
  all.reserve(factors.size());
  for (const AnovaFactor& factor : factors) all.push_back(&factor);
  if (all.size() == 1 || is_repeated(all)) return static_cast<int>(all.size());
  if (all.size() == 2) return 1;
  const bool pairs = is_repeated({all[0], all[1]}) && is_repeated({all[0], all[2]}) &&
                     is_repeated({all[1], all[2]});
  return pairs ? 2 : 1;
}

std::vector<std::string> others(const Design& design, const std::vector<std::string>& factors) {
  std::vector<std::string> names;
  for (const Parameter& parameter : design.space.parameters()) {
    const bool chosen = std::find(factors.begin(), factors.end(), parameter.name) != factors.end();
    if (!chosen && parameter.kind != ParameterKind::kConstant) names.push_back(parameter.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

FactorAnova analyse_factors(const Design& design, const std::vector<const Parameter*>& candidates,
                            const MeasuredTrials& measured) {
  FactorAnova result;
  result.quantity = measured.quantity;
  const std::vector<Chosen> chosen = choose(candidates, measured);
  std::vector<AnovaFactor> factors;
  for (const Chosen& factor : chosen) {
    result.factors.push_back(factor.name);
    factors.push_back({factor.name, {}});
  }
  result.pooled = others(design, result.factors);
  std::vector<double> values;
  for (std::size_t i = 0; i < measured.trials.size(); ++i) {
    const auto cell = cell_of(*measured.trials[i], chosen);
    if (!cell || chosen.empty()) continue;
    values.push_back(measured.values[i]);
    for (std::size_t f = 0; f < factors.size(); ++f) factors[f].levels.push_back((*cell)[f]);
  }
  result.used = values.size();
  AnovaOptions options;
  options.highest_interaction = values.empty() ? 1 : highest_interaction(factors);
  result.summary = analysis_of_variance(values, factors, options);
  return result;
}

}  // namespace wattle::search
