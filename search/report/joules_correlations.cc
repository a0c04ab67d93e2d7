// SPDX-License-Identifier: MIT
#include <algorithm>
#include <functional>
#include <utility>

#include "search/report/factor_parts.h"
#include "search/statistics/holm.h"

namespace wattle::search {
namespace {

using Reader = std::function<std::optional<double>(const Trial&)>;

std::optional<JoulesCorrelation> correlation(const std::string& with, const MeasuredTrials& joules,
                                             const Reader& read) {
  std::vector<double> numbers;
  std::vector<double> measured;
  for (std::size_t i = 0; i < joules.trials.size(); ++i) {
    const auto number = read(*joules.trials[i]);
    if (!number) continue;
    numbers.push_back(*number);
    measured.push_back(joules.values[i]);
  }
  if (numbers.size() < kLeastPairs) return std::nullopt;
  const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
  if (*least == *most) return std::nullopt;
  return JoulesCorrelation{with, false, spearman(numbers, measured), std::nullopt};
}

/// Nothing where the parameter is not active, or no number.
std::optional<double> number_of_parameter(const Trial& trial, const std::string& name) {
  const Value* const value = trial.parameters.find(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->get<double>();
}

void adjust(std::vector<JoulesCorrelation>& correlations) {
  std::vector<std::optional<double>> p_values;
  p_values.reserve(correlations.size());
  for (const JoulesCorrelation& each : correlations) p_values.push_back(each.summary.test.p_value);
  const auto adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < correlations.size(); ++i) {
    correlations[i].adjusted_p_value = adjusted[i];
  }
}

}  // namespace

std::vector<JoulesCorrelation> joules_correlations(const Design& design,
                                                   const MeasuredTrials& joules,
                                                   std::uint64_t seed) {
  constexpr std::size_t kMostPairs = 20'000;  // spearman.h has a limit
  const MeasuredTrials used = sampled(joules, kMostPairs, seed);
  std::vector<JoulesCorrelation> correlations;
  for (const char* const size : {"macs", "parameters"}) {
    auto found = correlation(size, used, [&](const Trial& trial) {
      return finite_metric(trial.measurement->metrics, size);
    });
    if (found) correlations.push_back(std::move(*found));
  }
  std::vector<std::string> names;
  names.reserve(design.space.size());
  for (const Parameter& parameter : design.space.parameters()) names.push_back(parameter.name);
  std::sort(names.begin(), names.end());
  for (const std::string& name : names) {
    auto found = correlation(name, used,
                             [&](const Trial& trial) { return number_of_parameter(trial, name); });
    if (!found) continue;
    found->is_parameter = true;
    correlations.push_back(std::move(*found));
  }
  adjust(correlations);
  return correlations;
}

}  // namespace wattle::search
