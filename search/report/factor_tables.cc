// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "energy/text/join.h"
#include "search/report/factors_text.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr const char* kNone = "–";

std::string number_or_none(const std::optional<double>& number) {
  return number ? number_text(*number, 2) : kNone;
}

/// "< 0.001", "0.02"
std::string p_cell(const std::optional<double>& p) {
  if (!p) return kNone;
  return *p < 0.001 ? "< 0.001" : number_text(*p, 2);
}

bool have_joules(const StudyFactors& factors) {
  return std::any_of(factors.factors.begin(), factors.factors.end(),
                     [](const Factor& each) { return !each.joules.levels.empty(); });
}

ChartTable tests_table(const StudyFactors& factors) {
  ChartTable table{
      {"parameter", "levels", factors.metric + ": epsilon squared", "p (Holm)"}, {}, 1};
  const bool joules = have_joules(factors);
  if (joules) {
    table.heads.insert(table.heads.end(), {"joules: epsilon squared", "p (Holm)"});
  }
  for (const Factor& factor : factors.factors) {
    const std::size_t levels = std::max(factor.metric.levels.size(), factor.joules.levels.size());
    std::vector<std::string> row{factor.name, std::to_string(levels)};
    const auto add = [&](const LevelComparison& comparison) {
      row.push_back(number_or_none(comparison.test.epsilon_squared));
      row.push_back(p_cell(comparison.adjusted_p_value));
    };
    add(factor.metric);
    if (joules) add(factor.joules);
    table.rows.push_back(std::move(row));
  }
  return table;
}

/// The other levels that differ from this one: none where all levels together do not.
std::string differing(const LevelComparison& comparison, std::size_t level) {
  std::vector<std::string> others;
  if (!comparison.adjusted_p_value || *comparison.adjusted_p_value > kFactorSignificance) return {};
  const auto add = [&](std::size_t other) {
    others.push_back(value_text(comparison.levels[other].value));
  };
  if (comparison.levels.size() == 2) add(1 - level);
  for (const DunnPair& pair : comparison.pairs) {
    if (pair.adjusted_p_value > kFactorSignificance) continue;
    if (pair.first == level) add(pair.second);
    if (pair.second == level) add(pair.first);
  }
  return join(others);
}

/// Trials, median, and what it differs from.
void add_level(const LevelComparison& comparison, const Value& value, bool joules,
               std::vector<std::string>& row) {
  const auto level = std::find_if(comparison.levels.begin(), comparison.levels.end(),
                                  [&](const LevelSummary& each) { return each.value == value; });
  if (level == comparison.levels.end()) {
    row.insert(row.end(), {kNone, kNone, ""});
    return;
  }
  const auto index = static_cast<std::size_t>(level - comparison.levels.begin());
  row.push_back(std::to_string(level->trials));
  row.push_back(joules ? joules_text(Joules(level->median)) : number_text(level->median));
  row.push_back(differing(comparison, index));
}

ChartTable levels_table(const StudyFactors& factors) {
  ChartTable table{
      {"parameter", "level", "trials", "median " + factors.metric, "differs from"}, {}, 2};
  const bool joules = have_joules(factors);
  if (joules) {
    table.heads.insert(table.heads.end(), {"trials", "median joules", "differs from"});
  }
  for (const Factor& factor : factors.factors) {
    const bool by_metric = !factor.metric.levels.empty();
    for (const LevelSummary& level : by_metric ? factor.metric.levels : factor.joules.levels) {
      std::vector<std::string> row{factor.name, value_text(level.value)};
      add_level(factor.metric, level.value, false, row);
      if (joules) add_level(factor.joules, level.value, true, row);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

ChartTable anova_table(const FactorAnova& anova) {
  ChartTable table{
      {"effect", "eta squared", "partial", "F", "degrees of freedom", "p, not adjusted"}, {}, 1};
  const AnovaSummary& summary = anova.summary;
  if (!summary.reason.empty()) return table;
  for (const AnovaTerm& term : summary.terms) {
    table.rows.push_back({effect_name(term.name), number_text(term.eta_squared, 2),
                          number_or_none(term.partial_eta_squared),
                          number_or_none(term.test.statistic),
                          std::to_string(term.degrees_of_freedom), p_cell(term.test.p_value)});
  }
  table.rows.push_back(
      {"residual", number_text(summary.residual_sum_of_squares / summary.total_sum_of_squares, 2),
       "", "", std::to_string(summary.residual_degrees_of_freedom), ""});
  return table;
}

ChartTable correlations_table(const StudyFactors& factors) {
  ChartTable table{{"joules with", "rho", "95 % interval", "p (Holm)", "trials"}, {}, 1};
  for (const JoulesCorrelation& each : factors.correlations) {
    const Estimate& rho = each.summary.correlation;
    const std::string interval = rho.interval ? number_text(rho.interval->low, 2) + " to " +
                                                    number_text(rho.interval->high, 2)
                                              : kNone;
    table.rows.push_back({each.is_parameter ? each.with : each.with + " (of the model)",
                          number_or_none(rho.value), interval, p_cell(each.adjusted_p_value),
                          std::to_string(each.summary.test.n)});
  }
  return table;
}

}  // namespace

std::vector<TitledTable> factor_tables(const StudyFactors& factors) {
  std::vector<TitledTable> tables{
      {"Levels (which differ: of three and more, Dunn after Holm)", levels_table(factors)},
      {"Differences between levels (Kruskal and Wallis)", tests_table(factors)}};
  for (const FactorAnova& anova : factors.anovas) {
    tables.push_back({"Analysis of variance of " + anova.quantity, anova_table(anova)});
  }
  tables.push_back({"Rank correlation with joules (Spearman)", correlations_table(factors)});
  std::erase_if(tables, [](const TitledTable& each) { return each.table.rows.empty(); });
  return tables;
}

}  // namespace wattle::search
