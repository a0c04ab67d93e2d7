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
  return "<div class=\"scroll panel\" tabindex=\"0\" role=\"region\" aria-label=\"" +
         html_escape(label) + "\">" + table_html(table) + "</div>\n";
}

}  // namespace wattle::search
