// SPDX-License-Identifier: MIT
#include "search/report/chart/history_chart.h"

#include <algorithm>
#include <set>

#include "search/report/chart/plane.h"
#include "search/report/chart/thinning.h"
#include "search/report/chart/time_unit.h"

namespace wattle::search {
namespace {

using Points = std::vector<ChartPoint>;

/// The same progress over one of the amounts.
struct Progress {
  std::string id;
  std::string title;
  ChartAxis x;
  Points scores;
  Points best;
};

void divide(Points& points, double by) {
  for (ChartPoint& point : points) point.x /= by;
}

Progress over_trials(const StudySeries& series) {
  return {"history-trials",
          "Best so far, by trials",
          {"trials ended", false, false, true},
          series.scores_by_trial,
          series.best_by_trial};
}

Progress over_seconds(const StudySeries& series) {
  const Points& best = series.best_by_seconds;
  const TimeUnit unit = time_unit(Seconds(best.empty() ? 0.0 : best.back().x));
  Progress history{"history-seconds",
                   "Best so far, by time",
                   {unit.name + " since the study began", false, false, false},
                   series.scores_by_seconds,
                   best};
  divide(history.scores, unit.seconds);
  divide(history.best, unit.seconds);
  return history;
}

Progress over_joules(const StudySeries& series, bool estimated) {
  const DataRange range = ranges_of(series.scores_by_joules).first;
  return {"history-joules",
          "Best so far, by energy spent",
          {estimated ? "joules spent on trials (estimate)" : "joules spent on trials", true,
           wants_logarithm(range.low, range.high), false},
          series.scores_by_joules,
          series.best_by_joules};
}

Progress history_of(const StudySeries& series, Spent spent, bool estimated) {
  if (spent == Spent::kTrials) return over_trials(series);
  return spent == Spent::kSeconds ? over_seconds(series) : over_joules(series, estimated);
}

std::string caption(const StudySeries& series, const ChartAxis& y, const Points& best,
                    Spent spent) {
  if (best.empty()) return "No trial has completed yet.";
  const std::string first = axis_text(y, best.front().y);
  const std::string last = axis_text(y, best.back().y);
  const std::string reached = ", first reached by trial " + std::to_string(best.back().trial) + ".";
  const std::string found = first == last
                                ? "The best score is " + last + reached
                                : std::string("The best score ") +
                                      (series.score.higher_is_better ? "rises" : "falls") +
                                      " from " + first + " to " + last + reached;
  return found + (series.score.higher_is_better ? " Higher is better." : " Lower is better.") +
         (spent == Spent::kJoules ? " Failed and pruned trials count: their joules were spent, too."
                                  : "");
}

/// Without the last point where that only carries the line to the end.
Points improvements(const Points& best) {
  Points points = best;
  if (points.size() > 1 && points.back().trial == points[points.size() - 2].trial) {
    points.pop_back();
  }
  return points;
}

}  // namespace

ChartFigure history_chart(const StudySeries& series, Spent spent, bool estimated) {
  const Progress history = history_of(series, spent, estimated);
  const auto [x_range, y_range] = ranges_of(history.scores);
  const ChartAxis y = score_axis(series.score, y_range);
  const Points steps = improvements(history.best);
  std::set<int> best_trials;
  for (const ChartPoint& point : steps) best_trials.insert(point.trial);
  const Points shown =
      thinned(history.scores, kMostDots, [&](int trial) { return best_trials.count(trial) > 0; });
  const std::vector<TipLine> tip = point_tip(history.x, y);
  ChartFigure figure;
  figure.id = history.id;
  figure.title = history.title;
  figure.caption =
      caption(series, y, history.best, spent) + thinning_note(shown.size(), history.scores.size());
  figure.option = plane_option(history.x, x_range, y, y_range);
  figure.series = {dots("a trial", shown, tip), stairs("best so far", history.best),
                   strong_dots("an improvement", steps, tip)};
  figure.option["legend"] = {{"data", {"a trial", "best so far"}}};
  figure.numbers = points_table(history.x, y, history.best);
  return figure;
}

}  // namespace wattle::search
