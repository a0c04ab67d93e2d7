// SPDX-License-Identifier: MIT
#include "search/report/factors.h"

#include <algorithm>
#include <utility>

#include "search/report/factor_parts.h"
#include "search/statistics/holm.h"

namespace wattle::search {
namespace {

/// Trials that a warm start brought were chosen elsewhere.
MeasuredTrials suggested(const MeasuredTrials& all) {
  MeasuredTrials own{all.quantity, {}, {}, all.reason};
  for (std::size_t i = 0; i < all.trials.size(); ++i) {
    if (!was_suggested(*all.trials[i])) continue;
    own.trials.push_back(all.trials[i]);
    own.values.push_back(all.values[i]);
  }
  return own;
}

void adjust(std::vector<Factor>& factors, LevelComparison Factor::*quantity) {
  std::vector<std::optional<double>> p_values;
  p_values.reserve(factors.size());
  for (const Factor& factor : factors) p_values.push_back((factor.*quantity).test.test.p_value);
  const auto adjusted = holm_adjusted(p_values);
  for (std::size_t i = 0; i < factors.size(); ++i) {
    (factors[i].*quantity).adjusted_p_value = adjusted[i];
  }
}

std::vector<Factor> compare_all(const Design& design, const MeasuredTrials& metric,
                                const MeasuredTrials& joules) {
  std::vector<Factor> factors;
  for (const Parameter& parameter : design.space.parameters()) {
    Factor factor{parameter.name, compare_levels(parameter, metric),
                  compare_levels(parameter, joules)};
    if (factor.metric.levels.empty() && factor.joules.levels.empty()) continue;
    factors.push_back(std::move(factor));
  }
  std::sort(factors.begin(), factors.end(),
            [](const Factor& a, const Factor& b) { return a.name < b.name; });
  adjust(factors, &Factor::metric);
  adjust(factors, &Factor::joules);
  return factors;
}

/// By the forest's share; where there is none, by what the levels explain of the ranks.
double weight_of(const std::string& name, const std::optional<ResponseImportance>& importance,
                 const LevelComparison& comparison) {
  if (importance) {
    for (const ParameterShare& share : importance->single) {
      if (share.first == name) return share.share;
    }
  }
  return comparison.test.epsilon_squared.value_or(0.0);
}

/// Parameters that are always active and have levels, the most important first.
std::vector<const Parameter*> candidates_of(const Design& design,
                                            const std::vector<Factor>& factors,
                                            LevelComparison Factor::*quantity,
                                            const std::optional<ResponseImportance>& importance) {
  std::vector<std::pair<double, const Parameter*>> weighed;
  for (const Factor& factor : factors) {
    const Parameter* const parameter = design.space.find(factor.name);
    const LevelComparison& comparison = factor.*quantity;
    if (parameter->when || comparison.levels.empty()) continue;
    weighed.emplace_back(weight_of(factor.name, importance, comparison), parameter);
  }
  std::stable_sort(weighed.begin(), weighed.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Parameter*> candidates;
  candidates.reserve(weighed.size());
  for (const auto& [weight, parameter] : weighed) candidates.push_back(parameter);
  return candidates;
}

}  // namespace

StudyFactors factors_of(const StudyRecord& study, const Findings& findings,
                        const std::optional<Design>& design, const StudyImportance& importance) {
  StudyFactors result;
  result.metric = findings.goal.metric();
  if (!design) {
    result.reason = "the space of the study is not known";
    return result;
  }
  result.repeats = design->repeats;
  result.reason = confounding(study);
  if (!result.reason.empty()) return result;
  const auto pruned = findings.counts.find(TrialState::kPruned);
  if (pruned != findings.counts.end()) result.pruned = static_cast<std::size_t>(pruned->second);

  const std::uint64_t seed = seed_of(study);
  const MeasuredTrials metric = suggested(metric_of_trials(study, findings));
  const MeasuredTrials joules = suggested(joules_of_trials(study, findings));
  result.factors = compare_all(*design, metric, joules);
  const auto analyse = [&](LevelComparison Factor::*quantity,
                           const std::optional<ResponseImportance>& shares,
                           const MeasuredTrials& measured) {
    const auto candidates = candidates_of(*design, result.factors, quantity, shares);
    if (candidates.empty()) return;
    FactorAnova anova = analyse_factors(*design, candidates, sampled(measured, kMostTrials, seed));
    if (measured.trials.size() > kMostTrials) anova.drawn_from = measured.trials.size();
    result.anovas.push_back(std::move(anova));
  };
  analyse(&Factor::metric, importance.metric, metric);
  analyse(&Factor::joules, importance.joules, logarithms_of(joules));
  result.estimated = findings.estimated && !joules.trials.empty();
  result.correlations = joules_correlations(*design, joules, seed);
  if (result.factors.empty() && result.correlations.empty()) {
    result.reason = "no parameter has two levels with " + std::to_string(kLeastOfLevel) +
                    " complete trials each, out of at most " + std::to_string(kMostLevels);
  }
  return result;
}

}  // namespace wattle::search
