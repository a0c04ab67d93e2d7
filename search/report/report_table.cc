// SPDX-License-Identifier: MIT
#include "search/report/report_table.h"

#include "search/report/html_text.h"
#include "search/report/markdown_text.h"

namespace wattle::search {
namespace {

std::string markdown_row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text += " " + markdown_escape(cell) + " |";
  return text + "\n";
}

std::string html_row(const std::vector<std::string>& cells, std::size_t words, bool heads) {
  std::string html = "<tr>";
  for (std::size_t column = 0; column < cells.size(); ++column) {
    html += heads ? "<th scope=\"col\"" : "<td";
    html += column < words ? ">" : " class=\"number\">";
    html += html_escape(cells[column]) + (heads ? "</th>" : "</td>");
  }
  return html + "</tr>\n";
}

}  // namespace

std::string markdown_table(const ChartTable& table) {
  std::string text = markdown_row(table.heads) + "|";
  for (std::size_t column = 0; column < table.heads.size(); ++column) {
    text += column < table.words ? "---|" : "---:|";
  }
  text += "\n";
  for (const auto& row : table.rows) text += markdown_row(row);
  return text;
}

std::string html_table(const ChartTable& table, const std::string& label) {
  std::string html = "<div class=\"scroll panel\" tabindex=\"0\" role=\"region\" aria-label=\"" +
                     html_escape(label) + "\"><table><thead>" +
                     html_row(table.heads, table.words, true) + "</thead><tbody>\n";
  for (const auto& row : table.rows) html += html_row(row, table.words, false);
  return html + "</tbody></table></div>\n";
}

}  // namespace wattle::search
