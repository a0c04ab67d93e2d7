// SPDX-License-Identifier: MIT
#include "search/compare/comparison_report.h"
#include "search/compare/summary_tables.h"
#include "search/compare/verdicts.h"
#include "search/report/markdown_text.h"
#include "search/report/number_text.h"
#include "search/report/report_table.h"

namespace wattle::search {
namespace {

std::string ranks_section(const ComparisonFindings& findings) {
  std::string text = "Average ranks over the repeats, 1 being best:";
  for (std::size_t i = 0; i < findings.friedman.average_ranks.size(); ++i) {
    text += (i == 0 ? " " : ", ") + markdown_escape(findings.arms[i].name) + " " +
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
      "# " + markdown_escape(comparison.scenario.value("name", std::string("comparison"))) + "\n\n";
  for (const std::string& sentence : verdicts(findings)) text += markdown_escape(sentence) + "\n\n";
  if (!findings.refused.empty()) return text;
  text += "## Arms\n\nMedians over the studies of an arm, with 95 % intervals.\n\n" +
          markdown_table(arms_table(findings)) + "\n## Pairs\n\n" +
          markdown_table(pairs_table(findings)) +
          "\nA ratio below 1 says that the first arm needs less. Studies with the same seed are a "
          "pair.\n";
  if (!findings.friedman.average_ranks.empty()) {
    text += "\n## Ranks\n\n" + ranks_section(findings);
  }
  return text;
}

}  // namespace wattle::search
