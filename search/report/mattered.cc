// SPDX-License-Identifier: MIT
#include "search/report/mattered.h"

#include "search/report/factors_text.h"
#include "search/report/html_text.h"
#include "search/report/markdown_text.h"
#include "search/report/report_table.h"

namespace wattle::search {
namespace {

constexpr const char* kMattered = "What mattered";
constexpr const char* kLevels = "What levels of parameters show";

std::string html_heading(const std::string& text) { return "<h2>" + html_escape(text) + "</h2>\n"; }

std::string markdown_section(const std::string& heading, const std::vector<std::string>& paragraphs,
                             const std::vector<TitledTable>& tables) {
  std::string text = "## " + heading + "\n\n";
  for (const std::string& paragraph : paragraphs) text += markdown_escape(paragraph) + "\n\n";
  for (const TitledTable& each : tables) {
    text += "### " + markdown_escape(each.title) + "\n\n" + markdown_table(each.table) + "\n";
  }
  return text;
}

std::vector<std::string> importance_paragraphs(const StudyImportance& importance) {
  std::vector<std::string> paragraphs;
  for (const auto* response : {&importance.metric, &importance.joules}) {
    if (*response) paragraphs.push_back(importance_sentences(**response));
  }
  if (!paragraphs.empty()) paragraphs.push_back(importance_note(importance));
  return paragraphs;
}

std::vector<TitledTable> importance_tables(const StudyImportance& importance) {
  std::vector<TitledTable> tables;
  for (const auto* response : {&importance.metric, &importance.joules}) {
    if (*response && !(*response)->single.empty()) {
      tables.push_back(
          {"Shares of the variance of " + (*response)->quantity, importance_table(**response)});
    }
  }
  return tables;
}

std::string factors_markdown(const StudyFactors& factors) {
  if (!factors.reason.empty()) return {};
  return markdown_section(kLevels, factors_text(factors), factor_tables(factors));
}

}  // namespace

std::string mattered_markdown(const StudyAnalysis& analysis) {
  const std::vector<std::string> paragraphs = importance_paragraphs(analysis.importance);
  if (paragraphs.empty()) return {};
  return markdown_section(kMattered, paragraphs, importance_tables(analysis.importance)) +
         factors_markdown(analysis.factors);
}

std::string importance_html(const StudyImportance& importance) {
  const std::vector<std::string> paragraphs = importance_paragraphs(importance);
  if (paragraphs.empty()) return {};
  std::string html = html_heading(kMattered) + html_paragraphs(paragraphs);
  for (const TitledTable& each : importance_tables(importance)) {
    html += html_paragraphs({each.title}) + html_table(each.table, each.title);
  }
  return html;
}

std::string factors_html(const StudyFactors& factors) {
  if (!factors.reason.empty()) return {};
  std::string html = html_heading(kLevels) + html_paragraphs(factors_text(factors));
  bool open = true;
  for (const TitledTable& each : factor_tables(factors)) {
    html += std::string(open ? "<details open>" : "<details>") + "<summary>" +
            html_escape(each.title) + "</summary>" + html_table(each.table, each.title) +
            "</details>\n";
    open = false;
  }
  return html;
}

}  // namespace wattle::search
