// SPDX-License-Identifier: MIT
#include "search/report/chart/trade_off_chart.h"

#include <set>

#include "search/report/chart/plane.h"
#include "search/report/chart/thinning.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

std::string caption(const StudySeries& series, const Findings& findings) {
  if (!findings.incomparable.empty()) {
    return "The trials are not drawn, because their joules are different quantities (" +
           findings.incomparable + ").";
  }
  if (series.front.empty()) return front_words(series);
  return front_words(series) + " The line is the front: no other trial is as good for less.";
}

/// The winner, with its name beside it.
ChartSeries winner(const ChartPoint& point, std::vector<TipLine> tip) {
  ChartSeries part = strong_dots("the winner", {point}, std::move(tip));
  part.series["z"] = 4;
  part.series["symbol"] = "diamond";
  part.series["symbolSize"] = 15;
  part.series["label"] = {{"show", true},
                          {"position", "bottom"},
                          {"formatter", "trial " + std::to_string(point.trial) + " won"},
                          {"color", "@accent"},
                          {"fontWeight", "bold"},
                          {"textBorderColor", "@panel"},
                          {"textBorderWidth", 3}};
  return part;
}

}  // namespace

ChartFigure trade_off_chart(const StudySeries& series, const Findings& findings) {
  const auto [x_range, y_range] = ranges_of(series.trade_off);
  const std::string joules =
      findings.measured_goal.over_lifetime() ? "joules of a lifetime" : "joules of the trial";
  const ChartAxis x{findings.estimated ? joules + " (estimate)" : joules, true,
                    wants_logarithm(x_range.low, x_range.high), false};
  const ChartAxis y{findings.goal.metric(), false, false, false};
  std::set<int> kept;
  for (const ChartPoint& point : series.front) kept.insert(point.trial);
  if (findings.best != nullptr) kept.insert(findings.best->number);
  const auto shown =
      thinned(series.trade_off, kMostDots, [&](int trial) { return kept.count(trial) > 0; });
  const std::vector<TipLine> tip = point_tip(x, y);
  ChartFigure figure;
  figure.id = "trade-off";
  figure.title = findings.goal.metric() + " against energy";
  figure.caption = caption(series, findings) + thinning_note(shown.size(), series.trade_off.size());
  figure.option = plane_option(x, x_range, y, y_range);
  figure.series = {dots("a trial", shown, tip), stairs("the front", series.front),
                   strong_dots("a trial of the front", series.front, tip)};
  for (const ChartPoint& point : shown) {
    if (findings.best != nullptr && point.trial == findings.best->number) {
      figure.series.push_back(winner(point, tip));
    }
  }
  figure.option["legend"] = {{"data", {"a trial", "the front", "the winner"}}};
  figure.numbers = points_table(x, y, series.front);
  return figure;
}

}  // namespace wattle::search
