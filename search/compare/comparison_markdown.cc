// SPDX-License-Identifier: MIT
#include <cmath>

#include "search/compare/comparison_report.h"
#include "search/compare/verdicts.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// For a cell of a table.
std::string escape(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, 1, '\\');
  }
  return text;
}

template <class Text>
std::string with_interval(const Estimate& estimate, const Text& text) {
  if (!estimate.value) return "n/a";
  if (!estimate.interval) return text(*estimate.value);
  return text(*estimate.value) + " (" + text(estimate.interval->low) + " to " +
         text(estimate.interval->high) + ")";
}

std::string numbers(double value) { return std::isinf(value) ? "infinity" : number_text(value); }
std::string joules(double value) {
  return std::isinf(value) ? "infinity" : joules_text(Joules(value));
}

std::string p_cell(const std::optional<double>& p) { return p ? number_text(*p, 3) : "n/a"; }

std::string share(const ComparisonFindings& findings, double value) {
  return findings.joules_known ? percent_text(value) : "n/a";
}

std::string arms_table(const ComparisonFindings& findings) {
  std::string text =
      "| arm | " + escape(findings.goal.metric()) +
      " at the end | joules of a study | reached the target | joules to it, median | "
      "joules to it, expected | the search's own | wasted |\n"
      "|---|---:|---:|---:|---:|---:|---:|---:|\n";
  for (const ArmFindings& arm : findings.arms) {
    text += "| " + escape(arm.name) + " | " + with_interval(arm.final_metric, numbers) + " | " +
            (findings.joules_known ? with_interval(arm.joules, joules) : "n/a") + " | " +
            std::to_string(arm.survival.reached) + " of " + std::to_string(arm.survival.runs) +
            " | " + with_interval(arm.median_to_target, joules) + " | " +
            with_interval(arm.mean_to_target, joules) + " | " +
            share(findings, arm.overhead_share) + " | " + share(findings, arm.wasted_share) +
            " |\n";
  }
  return text;
}

std::string pairs_table(const ComparisonFindings& findings) {
  std::string text =
      "| arms | end of the budget: p (Holm) | A12 of the loss | loss over joules: p (Holm) | "
      "ahead at equal joules | joules to the target, ratio |\n|---|---:|---:|---:|---:|---:|\n";
  for (const PairFindings& pair : findings.pairs) {
    text += "| " + escape(findings.arms[pair.first].name) + " / " +
            escape(findings.arms[pair.second].name) + " | " + p_cell(pair.final_adjusted) + " | " +
            with_interval(pair.superiority.a12, numbers) + " | " + p_cell(pair.mean_adjusted) +
            " | " + std::to_string(pair.at_equal_joules.wins) + " : " +
            std::to_string(pair.at_equal_joules.losses) + " | " +
            with_interval(pair.energy_ratio, numbers) + " |\n";
  }
  return text;
}

std::string ranks_section(const ComparisonFindings& findings) {
  std::string text = "Average ranks over the repeats, 1 being best:";
  for (std::size_t i = 0; i < findings.friedman.average_ranks.size(); ++i) {
    text += (i == 0 ? " " : ", ") + escape(findings.arms[i].name) + " " +
            number_text(findings.friedman.average_ranks[i], 3);
  }
  text += ". Ranks that are further apart than " +
          number_text(findings.nemenyi.critical_difference, 3) + " differ (Nemenyi, level " +
          number_text(kComparisonLevel) + ").";
  return text + "\n";
}

}  // namespace

std::string comparison_markdown(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  std::string text =
      "# " + escape(comparison.scenario.value("name", std::string("comparison"))) + "\n\n";
  for (const std::string& sentence : verdicts(findings)) text += escape(sentence) + "\n\n";
  if (!findings.refused.empty()) return text;
  text += "## Arms\n\nMedians over the studies of an arm, with 95 % intervals.\n\n" +
          arms_table(findings) + "\n## Pairs\n\n" + pairs_table(findings) +
          "\nA ratio below 1 says that the first arm needs less. Studies with the same seed are a "
          "pair.\n";
  if (!findings.friedman.average_ranks.empty()) {
    text += "\n## Ranks\n\n" + ranks_section(findings);
  }
  return text;
}

}  // namespace wattle::search
