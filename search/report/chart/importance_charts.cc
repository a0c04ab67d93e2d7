// SPDX-License-Identifier: MIT
#include "search/report/chart/importance_charts.h"

#include <algorithm>

#include "search/report/chart/bars.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// More bars than these are for the table.
constexpr std::size_t kSingleDrawn = 8;
constexpr std::size_t kPairsDrawn = 3;
/// A pair with less is no bar worth drawing.
constexpr double kPairWorthDrawing = 0.01;

Bar bar_of(const ParameterShare& share) {
  const bool pair = !share.second.empty();
  return {share_name(share), share.share, percent_text(share.share), pair ? "@dot" : "@accent"};
}

std::vector<Bar> bars_of(const ResponseImportance& response) {
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < std::min(kSingleDrawn, response.single.size()); ++i) {
    bars.push_back(bar_of(response.single[i]));
  }
  for (std::size_t i = 0; i < std::min(kPairsDrawn, response.pairs.size()); ++i) {
    if (response.pairs[i].share >= kPairWorthDrawing) bars.push_back(bar_of(response.pairs[i]));
  }
  return bars;
}

ChartFigure chart_of(const ResponseImportance& response, const std::string& id,
                     const std::string& title) {
  ChartFigure figure;
  figure.id = id;
  figure.title = title;
  figure.caption = importance_sentences(response);
  if (!response.reason.empty()) return figure;
  draw_bars(bars_of(response), figure);
  figure.option["xAxis"]["max"] = 1;
  figure.numbers = importance_table(response);
  return figure;
}

}  // namespace

std::vector<ChartFigure> importance_charts(const StudyImportance& importance) {
  std::vector<ChartFigure> figures;
  if (importance.metric) {
    figures.push_back(chart_of(*importance.metric, "importance-metric",
                               "What mattered for " + importance.metric->quantity));
  }
  if (importance.joules) {
    figures.push_back(
        chart_of(*importance.joules, "importance-joules", "What mattered for energy"));
  }
  return figures;
}

}  // namespace wattle::search
