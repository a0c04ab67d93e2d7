// SPDX-License-Identifier: MIT
#include "search/report/chart/charts_json.h"

#include <utility>
#include <vector>

#include "search/report/chart/study_charts.h"
#include "search/report/design.h"

namespace wattle::search {
namespace {

using nlohmann::json;

json figure_to_json(const ChartFigure& figure) {
  json answer = figure_json(figure);
  answer["id"] = figure.id;
  answer["title"] = figure.title;
  answer["caption"] = figure.caption;
  answer["wide"] = figure.wide;
  answer["height"] = figure.height;
  answer["numbers"] = {{"heads", figure.numbers.heads},
                       {"rows", figure.numbers.rows},
                       {"words", figure.numbers.words}};
  return answer;
}

}  // namespace

json charts_json(const StudyRecord& study) {
  const Findings findings = find_out(study);
  const StudyImportance importance = importance_of(study, findings, design_of(study));
  const std::vector<ChartSection> charts = study_charts(study, findings, importance);
  json sections = json::array();
  for (const ChartSection& section : charts) {
    if (section.figures.empty()) continue;
    json figures = json::array();
    for (const ChartFigure& figure : section.figures) figures.push_back(figure_to_json(figure));
    sections.push_back(
        {{"heading", section.heading}, {"note", section.note}, {"figures", std::move(figures)}});
  }
  return {{"sections", std::move(sections)}, {"parameters", told_parameters(charts, study.trials)}};
}

}  // namespace wattle::search
