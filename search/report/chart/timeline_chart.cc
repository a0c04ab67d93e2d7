// SPDX-License-Identifier: MIT
#include "search/report/chart/timeline_chart.h"

#include <algorithm>
#include <vector>

#include "search/report/chart/plane.h"
#include "search/report/chart/states.h"
#include "search/report/chart/time_unit.h"
#include "search/report/chart/timeline_bars.h"
#include "search/report/findings.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr std::size_t kMostBars = 2000;
/// "complete after 3.2 s"
std::string bar_text(const TimelineBar& bar) {
  const std::string state(to_string(bar.state));
  const std::string lasted = seconds_text(bar.to - bar.from);
  if (bar.trials == 1) return state + " after " + lasted;
  return "and " + std::to_string(bar.trials - 1) + " more, most of them " + state + ", within " +
         lasted;
}

/// One a state. A row: from, to, row, text, first trial.
std::vector<ChartSeries> bar_series(const std::vector<TimelineBar>& bars, const TimeUnit& unit) {
  std::vector<ChartSeries> all;
  for (const TrialState state : kStateOrder) {
    nlohmann::json rows = nlohmann::json::array();
    for (const TimelineBar& bar : bars) {
      if (bar.state != state) continue;
      rows.push_back({drawn_number(bar.from.value / unit.seconds),
                      drawn_number(bar.to.value / unit.seconds), bar.row, bar_text(bar),
                      bar.first});
    }
    if (rows.empty()) continue;
    all.push_back({{{"type", "custom"},
                    {"name", to_string(state)},
                    {"renderItem", "@span"},
                    {"clip", true},
                    {"encode", {{"x", {0, 1}}, {"y", 2}}},
                    {"itemStyle", {{"color", state_colour(state)}}},
                    {"data", rows}},
                   {{"Trial", 4, "trial"}, {"", 3, "text"}}});
  }
  return all;
}

std::string caption(const StudyRecord& study, const std::vector<TimelineBar>& bars, int rows) {
  std::size_t trials = 0;
  for (const TimelineBar& bar : bars) trials += static_cast<std::size_t>(bar.trials);
  std::string text =
      count_text(trials, "trial") + ", " +
      (rows == 1 ? "one at a time." : "at most " + std::to_string(rows) + " at a time.") +
      " A bar is a trial from its start to its end; a row is a place, not a "
      "particular worker.";
  if (bars.size() < trials) {
    text +=
        " Trials that start at nearly the same time are drawn as one bar, in the colour of "
        "most of them.";
  }
  if (!study.finalists.empty()) text += " The finalists' second runs are not in it.";
  return text;
}

ChartTable rows_table(const std::vector<TimelineBar>& bars, int rows, Seconds elapsed) {
  std::vector<Seconds> busy(static_cast<std::size_t>(rows));
  std::vector<int> trials(busy.size());
  for (const TimelineBar& bar : bars) {
    busy[static_cast<std::size_t>(bar.row)] += bar.to - bar.from;
    trials[static_cast<std::size_t>(bar.row)] += bar.trials;
  }
  ChartTable table{{"row", "trials", "busy", "of the study's time"}, {}, 0};
  for (std::size_t row = 0; row < busy.size(); ++row) {
    table.rows.push_back({std::to_string(row + 1), std::to_string(trials[row]),
                          seconds_text(busy[row]),
                          elapsed.value > 0.0 ? percent_text(busy[row] / elapsed) : "n/a"});
  }
  return table;
}

}  // namespace

ChartFigure timeline_chart(const StudyRecord& study) {
  const std::vector<TimelineBar> bars = timeline_bars(study, kMostBars);
  const int rows = row_count(bars);
  Seconds end;
  for (const TimelineBar& bar : bars) end = std::max(end, bar.to);
  const TimeUnit unit = time_unit(end);
  ChartFigure figure;
  figure.id = "timeline";
  figure.title = "When trials ran";
  figure.caption = caption(study, bars, rows);
  figure.wide = true;
  constexpr int kFrame = 90;
  constexpr int kRow = 26;
  constexpr int kMostRows = 12;
  figure.height = kFrame + kRow * std::clamp(rows, 2, kMostRows);
  figure.option = plane_option({unit.name + " since the study began", false, false, false}, {},
                               {"row", false, false, true}, {});
  figure.option["xAxis"]["min"] = 0;
  figure.option["xAxis"]["max"] = drawn_number(end.value / unit.seconds);
  figure.option["xAxis"]["axisLabel"]["showMaxLabel"] = false;
  figure.option["yAxis"] = {
      {"type", "value"}, {"min", -0.5}, {"max", rows - 0.5}, {"inverse", true}, {"show", false}};
  figure.option["grid"] = {{"left", 8}, {"right", 16}, {"top", 34}, {"bottom", 46}};
  figure.option["dataZoom"].erase(1);
  figure.series = bar_series(bars, unit);
  figure.numbers = rows_table(bars, rows, study.elapsed);
  return figure;
}

}  // namespace wattle::search
