// SPDX-License-Identifier: MIT
#include "search/compare/summary_tables.h"

#include <cmath>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

template <class Text>
std::string with_interval(const Estimate& estimate, const Text& text) {
  const auto said = [&](double value) {
    if (std::isinf(value)) return std::string(value < 0.0 ? "-infinity" : "infinity");
    return text(value);
  };
  if (!estimate.value) return "n/a";
  if (!estimate.interval) return said(*estimate.value);
  return said(*estimate.value) + " (" + said(estimate.interval->low) + " to " +
         said(estimate.interval->high) + ")";
}

std::string p_text(const std::optional<double>& p) { return p ? number_text(*p, 3) : "n/a"; }

std::string share_text(const ComparisonFindings& findings, double share) {
  return findings.joules_known ? percent_text(share) : "n/a";
}

std::string known_joules_text(const ComparisonFindings& findings, const Estimate& joules) {
  return findings.joules_known ? joules_estimate_text(joules) : "n/a";
}

}  // namespace

std::string estimate_text(const Estimate& estimate) {
  return with_interval(estimate, [](double value) { return number_text(value); });
}

std::string result_text(const Estimate& metric) {
  const bool found = metric.value && std::isfinite(*metric.value);
  return found ? estimate_text(metric) : "nothing found";
}

std::string joules_estimate_text(const Estimate& estimate) {
  return with_interval(estimate, [](double value) { return joules_text(Joules(value)); });
}

std::string pair_name(const ComparisonFindings& findings, const PairFindings& pair) {
  return findings.arms[pair.first].name + " / " + findings.arms[pair.second].name;
}

ChartTable arms_table(const ComparisonFindings& findings) {
  ChartTable table{
      {"arm", findings.goal.metric() + " at the end", "joules of a study", "reached the target",
       "joules to it, median", "joules to it, expected", "the search's own", "wasted"},
      {},
      1};
  for (const ArmFindings& arm : findings.arms) {
    table.rows.push_back(
        {arm.name, result_text(arm.final_metric), known_joules_text(findings, arm.joules),
         std::to_string(arm.survival.reached) + " of " + std::to_string(arm.survival.runs),
         known_joules_text(findings, arm.median_to_target),
         known_joules_text(findings, arm.mean_to_target), share_text(findings, arm.overhead_share),
         share_text(findings, arm.wasted_share)});
  }
  return table;
}

ChartTable pairs_table(const ComparisonFindings& findings) {
  ChartTable table{
      {"arms", "end of the budget: p (Holm)", "A12 of the loss", "loss over joules: p (Holm)",
       "ahead at equal joules", "joules to the target, ratio"},
      {},
      1};
  for (const PairFindings& pair : findings.pairs) {
    table.rows.push_back({pair_name(findings, pair), p_text(pair.final_adjusted),
                          estimate_text(pair.superiority.a12), p_text(pair.mean_adjusted),
                          std::to_string(pair.at_equal_joules.wins) + " : " +
                              std::to_string(pair.at_equal_joules.losses),
                          findings.joules_known ? estimate_text(pair.energy_ratio) : "n/a"});
  }
  return table;
}

}  // namespace wattle::search
