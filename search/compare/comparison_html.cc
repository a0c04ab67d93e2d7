// SPDX-License-Identifier: MIT
#include "search/compare/chart/comparison_charts.h"
#include "search/compare/comparison_report.h"
#include "search/compare/summary_tables.h"
#include "search/compare/verdicts.h"
#include "search/report/chart/page_script.h"
#include "search/report/environment.h"
#include "search/report/findings.h"
#include "search/report/html_page.h"
#include "search/report/html_text.h"
#include "search/report/report_table.h"

namespace wattle::search {
namespace {

std::string table_section(const std::string& heading, const std::string& note,
                          const ChartTable& table) {
  return "<h2>" + html_escape(heading) + "</h2>\n" + html_paragraphs({note}) +
         html_table(table, heading);
}

std::string charts(const ComparisonRecord& comparison) {
  if (chart_script().empty()) return {};
  return sections_html(comparison_charts(comparison));
}

std::string body(const ComparisonRecord& comparison) {
  const ComparisonFindings& findings = comparison.findings;
  if (!findings.refused.empty()) return {};
  return charts(comparison) +
         table_section("Arms", "Medians over the studies of an arm, with 95 % intervals.",
                       arms_table(findings)) +
         table_section("Pairs",
                       "A ratio below 1 says that the first arm needs less. Studies with the same "
                       "seed are a pair.",
                       pairs_table(findings));
}

}  // namespace

std::string comparison_html(const ComparisonRecord& comparison) {
  const std::string name = comparison.scenario.value("name", std::string("comparison"));
  return html_page_head(name) + "<h1>" + html_escape(name) + "</h1>\n<p class=\"lead\">" +
         html_escape("Looking for " + goal_text(comparison.scenario.at("goal"))) + "</p>\n" +
         html_paragraphs(verdicts(comparison.findings)) + body(comparison) +
         "<h2>Environment</h2>\n" + environment_html(comparison.context, comparison.scenario) +
         html_page_foot("comparison.json beside this page holds the numbers in full.",
                        chart_script());
}

}  // namespace wattle::search
