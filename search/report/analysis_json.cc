// SPDX-License-Identifier: MIT
// `importance` and `factors` of result.json. Six digits are more than any of these numbers is known
// to, and keep what another machine's arithmetic does to the last ones out of the file.
#include <utility>

#include "search/report/chart/figure.h"
#include "search/report/factors.h"
#include "search/report/importance.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json number_or_null(const std::optional<double>& number) {
  return number ? drawn_number(*number) : json();
}

json share_json(const ParameterShare& share) {
  json names = json::array({share.first});
  if (!share.second.empty()) names.push_back(share.second);
  return {{"parameters", std::move(names)},
          {"share", drawn_number(share.share)},
          {"standard_deviation", drawn_number(share.standard_deviation)}};
}

json response_json(const std::optional<ResponseImportance>& response) {
  if (!response) return nullptr;
  json shares = json::array();
  for (const auto* list : {&response->single, &response->pairs}) {
    for (const ParameterShare& share : *list) shares.push_back(share_json(share));
  }
  return {{"quantity", response->quantity}, {"complete_trials", response->complete},
          {"trials", response->used},       {"r_squared", number_or_null(response->explained)},
          {"shares", std::move(shares)},    {"reason", response->reason}};
}

json comparison_json(const LevelComparison& comparison) {
  if (comparison.levels.empty()) return nullptr;
  json levels = json::array();
  for (const LevelSummary& level : comparison.levels) {
    levels.push_back(
        {{"level", level.value}, {"trials", level.trials}, {"median", drawn_number(level.median)}});
  }
  json pairs = json::array();
  for (const DunnPair& pair : comparison.pairs) {
    pairs.push_back({{"first", comparison.levels[pair.first].value},
                     {"second", comparison.levels[pair.second].value},
                     {"z", drawn_number(pair.z)},
                     {"p_value", drawn_number(pair.p_value)},
                     {"adjusted_p_value", drawn_number(pair.adjusted_p_value)}});
  }
  const SignificanceTest& test = comparison.test.test;
  return {{"levels", std::move(levels)},
          {"h", number_or_null(test.statistic)},
          {"degrees_of_freedom", test.degrees_of_freedom},
          {"p_value", number_or_null(test.p_value)},
          {"adjusted_p_value", number_or_null(comparison.adjusted_p_value)},
          {"epsilon_squared", number_or_null(comparison.test.epsilon_squared)},
          {"pairs", std::move(pairs)},
          {"reason", test.reason}};
}

json anova_json(const FactorAnova& anova) {
  json terms = json::array();
  for (const AnovaTerm& term : anova.summary.terms) {
    terms.push_back({{"effect", term.name},
                     {"sum_of_squares", drawn_number(term.sum_of_squares)},
                     {"degrees_of_freedom", term.degrees_of_freedom},
                     {"f", number_or_null(term.test.statistic)},
                     {"p_value", number_or_null(term.test.p_value)},
                     {"eta_squared", drawn_number(term.eta_squared)},
                     {"partial_eta_squared", number_or_null(term.partial_eta_squared)},
                     {"reason", term.test.reason}});
  }
  return {{"quantity", anova.quantity},
          {"parameters", anova.factors},
          {"pooled", anova.pooled},
          {"complete_trials", anova.drawn_from.value_or(anova.used)},
          {"trials", anova.used},
          {"effects", std::move(terms)},
          {"residual_sum_of_squares", drawn_number(anova.summary.residual_sum_of_squares)},
          {"residual_degrees_of_freedom", anova.summary.residual_degrees_of_freedom},
          {"reason", anova.summary.reason}};
}

json correlation_json(const JoulesCorrelation& each) {
  const Estimate& rho = each.summary.correlation;
  return {{"with", each.with},
          {"is_parameter", each.is_parameter},
          {"rho", number_or_null(rho.value)},
          {"low", rho.interval ? drawn_number(rho.interval->low) : json()},
          {"high", rho.interval ? drawn_number(rho.interval->high) : json()},
          {"p_value", number_or_null(each.summary.test.p_value)},
          {"adjusted_p_value", number_or_null(each.adjusted_p_value)},
          {"trials", each.summary.test.n},
          {"reason", each.summary.test.reason}};
}

}  // namespace

json importance_json(const StudyImportance& importance) {
  return {{"metric", response_json(importance.metric)},
          {"joules", response_json(importance.joules)}};
}

json factors_json(const StudyFactors& factors) {
  json parameters = json::array();
  for (const Factor& factor : factors.factors) {
    parameters.push_back({{"parameter", factor.name},
                          {"metric", comparison_json(factor.metric)},
                          {"joules", comparison_json(factor.joules)}});
  }
  json anovas = json::array();
  for (const FactorAnova& anova : factors.anovas) anovas.push_back(anova_json(anova));
  json correlations = json::array();
  for (const JoulesCorrelation& each : factors.correlations) {
    correlations.push_back(correlation_json(each));
  }
  return {{"reason", factors.reason},
          {"repeats", factors.repeats},
          {"pruned_trials", factors.pruned},
          {"parameters", std::move(parameters)},
          {"analyses_of_variance", std::move(anovas)},
          {"correlations", std::move(correlations)}};
}

}  // namespace wattle::search
