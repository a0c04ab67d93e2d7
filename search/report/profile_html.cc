// SPDX-License-Identifier: MIT
#include "search/report/html_page.h"
#include "search/report/html_text.h"
#include "search/report/number_text.h"
#include "search/report/profile_words.h"

namespace wattle::search {
namespace {

/// A bar of the share's length; the number stands in the cell before.
std::string bar_cell(double share) {
  constexpr double kPercent = 100.0;
  return "<td class=\"share\" aria-hidden=\"true\"><i style=\"width: " +
         number_text(kPercent * share, 3) + "%\"></i></td>";
}

std::string table_html(const std::string& heading, const ProfileTable& table) {
  std::string text =
      "<h2>" + html_escape(heading) + "</h2>\n<div class=\"scroll panel\"><table>\n<thead><tr>";
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    text += column < table.left ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"number\">";
    text += html_escape(table.heads[column]) + "</th>";
  }
  if (!table.shares.empty()) text += "<td></td>";
  text += "</tr></thead>\n<tbody>\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    text += "<tr>";
    const auto& cells = table.rows[row];
    for (std::size_t column = 0; column < cells.size(); ++column) {
      text += column < table.left ? "<td>" : "<td class=\"number\">";
      text += html_escape(cells[column]) + "</td>";
    }
    if (!table.shares.empty()) text += bar_cell(table.shares[row]);
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table></div>\n";
}

}  // namespace

std::string profile_html(const ProfileReport& report) {
  std::string body =
      "<h1>" + html_escape(report.name) + "</h1>\n" + html_paragraphs(profile_sentences(report));
  body += table_html("Layers", layers_table(report.profile));
  body += table_html("Kinds of layer", kinds_table(report.profile));
  body += table_html("Predictions", inference_table(report.profile));
  return html_page_head(report.name + " · profile") + body +
         html_page_foot("wattle profile --json gives every number in full.");
}

}  // namespace wattle::search
