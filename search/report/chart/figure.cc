// SPDX-License-Identifier: MIT
#include "search/report/chart/figure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "energy/text/number.h"
#include "search/report/html_text.h"
#include "search/report/number_text.h"
#include "search/report/trial_json.h"

namespace wattle::search {
namespace {

std::string row_html(const std::vector<std::string>& cells, std::size_t words, bool heads) {
  std::string html = "<tr>";
  for (std::size_t column = 0; column < cells.size(); ++column) {
    html += heads ? "<th scope=\"col\"" : "<td";
    html += column < words ? ">" : " class=\"number\">";
    html += html_escape(cells[column]) + (heads ? "</th>" : "</td>");
  }
  return html + "</tr>\n";
}

std::string numbers_html(const ChartTable& table, const std::string& title) {
  std::string html =
      "<details><summary>The numbers</summary><div class=\"scroll\" tabindex=\"0\" "
      "role=\"region\" aria-label=\"" +
      html_escape("Numbers: " + title) + "\">";
  return html + table_html(table) + "</div></details>\n";
}

bool is_empty(const ChartFigure& figure) {
  return std::all_of(figure.series.begin(), figure.series.end(), [](const ChartSeries& part) {
    return !part.series.contains("data") || part.series.at("data").empty();
  });
}

nlohmann::json tip_json(const std::vector<TipLine>& lines) {
  nlohmann::json json = nlohmann::json::array();
  for (const TipLine& line : lines) {
    json.push_back({{"name", line.name}, {"column", line.column}, {"unit", line.unit}});
  }
  return json;
}

std::string drawing_html(const ChartFigure& figure) {
  if (is_empty(figure)) return "<p class=\"none\">Nothing to show yet.</p>\n";
  return "<div class=\"drawing\" style=\"height: " + std::to_string(figure.height) +
         "px\"></div>\n<noscript><p class=\"none\">The drawing needs JavaScript. The numbers are "
         "below.</p></noscript>\n<script type=\"application/json\">" +
         script_json(figure_json(figure)) + "</script>\n";
}

/// The numbers of trials among a series' marks.
void collect_trials(const ChartSeries& part, std::set<int>& numbers) {
  for (const TipLine& line : part.tip) {
    if (line.unit != "trial") continue;
    for (const nlohmann::json& mark : part.series.at("data")) {
      const nlohmann::json& row = mark.is_object() ? mark.at("tip") : mark;
      numbers.insert(row.at(static_cast<std::size_t>(line.column)).get<int>());
    }
  }
}

}  // namespace

nlohmann::json figure_json(const ChartFigure& figure) {
  nlohmann::json option = figure.option;
  option["series"] = nlohmann::json::array();
  nlohmann::json tips = nlohmann::json::array();
  for (const ChartSeries& part : figure.series) {
    option["series"].push_back(part.series);
    tips.push_back(tip_json(part.tip));
  }
  return {{"option", std::move(option)}, {"tips", std::move(tips)}};
}

nlohmann::json drawn_number(double value) {
  constexpr int kDigits = 6;
  if (!std::isfinite(value)) return nullptr;
  return number_of(number_text(value, kDigits)).value_or(value);
}

std::string script_json(const nlohmann::json& value) {
  const std::string text = json_text(value);
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "\\u003c";
        break;
      case '>':
        escaped += "\\u003e";
        break;
      case '&':
        escaped += "\\u0026";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string table_html(const ChartTable& table) {
  std::string html =
      "<table><thead>" + row_html(table.heads, table.words, true) + "</thead><tbody>\n";
  for (const auto& row : table.rows) html += row_html(row, table.words, false);
  return html + "</tbody></table>";
}

std::string figure_html(const ChartFigure& figure) {
  return "<figure class=\"" + std::string(figure.wide ? "chart wide" : "chart") + "\" id=\"" +
         figure.id + "\">\n<figcaption>" + html_escape(figure.title) + "<span>" +
         html_escape(figure.caption) + "</span></figcaption>\n" + drawing_html(figure) +
         (figure.numbers.rows.empty() ? "" : numbers_html(figure.numbers, figure.title)) +
         "</figure>\n";
}

std::string sections_html(const std::vector<ChartSection>& sections) {
  std::string html;
  for (const ChartSection& section : sections) {
    if (section.figures.empty()) continue;
    html += "<h2>" + html_escape(section.heading) + "</h2>\n";
    if (!section.note.empty()) html += html_paragraphs({section.note});
    html += "<div class=\"figures\">\n";
    for (const ChartFigure& figure : section.figures) html += figure_html(figure);
    html += "</div>\n";
  }
  return html;
}

nlohmann::json told_parameters(const std::vector<ChartSection>& sections,
                               const std::vector<Trial>& trials) {
  std::set<int> numbers;
  for (const ChartSection& section : sections) {
    for (const ChartFigure& figure : section.figures) {
      for (const ChartSeries& part : figure.series) collect_trials(part, numbers);
    }
  }
  nlohmann::json parameters = nlohmann::json::object();
  for (const int number : numbers) {
    const Trial& trial = trials.at(static_cast<std::size_t>(number));
    parameters[std::to_string(number)] = parameters_text(trial.parameters);
  }
  return parameters;
}

std::string trials_data_html(const std::vector<ChartSection>& sections,
                             const std::vector<Trial>& trials) {
  return "<script type=\"application/json\" id=\"trial-parameters\">" +
         script_json(told_parameters(sections, trials)) + "</script>\n";
}

}  // namespace wattle::search
