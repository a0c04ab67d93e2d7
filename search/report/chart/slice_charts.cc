// SPDX-License-Identifier: MIT
#include "search/report/chart/slice_charts.h"

#include <algorithm>

#include "search/report/chart/plane.h"
#include "search/report/chart/thinning.h"

namespace wattle::search {
namespace {

using Points = std::vector<ChartPoint>;

/// All slices of a page together; each then still has some hundreds in a space of many parameters.
constexpr std::size_t kMostDotsInAll = 6000;
/// Groups of a numeric parameter with more values than that.
constexpr std::size_t kGroups = 6;

/// Trials with a score and a value of the parameter, by that value.
Points slice_points(const StudyRecord& study, const StudySeries& series,
                    const ParameterAxis& axis) {
  Points points;
  for (const ChartPoint& score : series.scores_by_trial) {
    const Trial& trial = study.trials.at(static_cast<std::size_t>(score.trial));
    if (const auto position = axis.position(trial.parameters)) {
      points.push_back({*position, score.y, score.trial});
    }
  }
  std::stable_sort(points.begin(), points.end(),
                   [](const ChartPoint& a, const ChartPoint& b) { return a.x < b.x; });
  return points;
}

const ChartPoint& best_of(const Points& points, bool higher_is_better) {
  const auto less = [](const ChartPoint& a, const ChartPoint& b) { return a.y < b.y; };
  return higher_is_better ? *std::max_element(points.begin(), points.end(), less)
                          : *std::min_element(points.begin(), points.end(), less);
}

double median(const Points& points) {
  std::vector<double> scores;
  for (const ChartPoint& point : points) scores.push_back(point.y);
  std::sort(scores.begin(), scores.end());
  const std::size_t half = scores.size() / 2;
  return scores.size() % 2 == 1 ? scores[half] : 0.5 * (scores[half - 1] + scores[half]);
}

std::size_t distinct(const Points& points) {
  std::size_t count = points.empty() ? 0 : 1;
  for (std::size_t i = 1; i < points.size(); ++i) count += points[i].x != points[i - 1].x;
  return count;
}

/// By value where the values are few or have no order, else groups of the same size, but that equal
/// values stay together.
std::vector<Points> groups_of(const Points& points, const ParameterAxis& axis) {
  std::vector<Points> groups;
  const bool by_value = !axis.numeric() || distinct(points) <= kGroups;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool new_value = i == 0 || points[i].x != points[i - 1].x;
    const bool full = by_value || i * kGroups >= groups.size() * points.size();
    if (new_value && full) groups.emplace_back();
    groups.back().push_back(points[i]);
  }
  return groups;
}

ChartTable groups_table(const Points& points, const ParameterAxis& axis, const ChartAxis& y,
                        bool higher_is_better) {
  ChartTable table{{axis.name, "trials", "best " + y.label, "median"}, {}, 1};
  for (const Points& group : groups_of(points, axis)) {
    std::string values = axis.text(group.front().x);
    const std::string high = axis.text(group.back().x);
    if (high != values) values.append(" to ").append(high);
    table.rows.push_back({values, std::to_string(group.size()),
                          axis_text(y, best_of(group, higher_is_better).y),
                          axis_text(y, median(group))});
  }
  return table;
}

/// A category's axis has names where a number's has ticks.
nlohmann::json slice_option(const Points& points, const ParameterAxis& axis, const ChartAxis& y) {
  const auto [x_range, y_range] = ranges_of(points);
  nlohmann::json option = plane_option(
      {axis.name, false, axis.logarithmic && axis.numeric(), false}, x_range, y, y_range);
  if (axis.numeric()) return option;
  option["xAxis"] = {{"name", axis.name},
                     {"type", "category"},
                     {"nameLocation", "middle"},
                     {"data", axis.categories}};
  return option;
}

ChartFigure slice_chart(const Points& points, const ParameterAxis& axis, const ChartAxis& y,
                        bool higher_is_better, std::size_t most) {
  const ChartPoint& best = best_of(points, higher_is_better);
  const Points shown = thinned(points, most, [&](int trial) { return trial == best.trial; });
  // Of a category the axis names the position, so that the tip need not.
  std::vector<TipLine> tip = point_tip({axis.name, false, false, false}, y);
  if (!axis.numeric()) tip.pop_back();
  ChartFigure figure;
  figure.title = axis.name;
  figure.caption = "The best score, " + axis_text(y, best.y) + ", is at " + axis.text(best.x) +
                   " (trial " + std::to_string(best.trial) + ")." +
                   thinning_note(shown.size(), points.size());
  figure.option = slice_option(points, axis, y);
  figure.series = {dots("a trial", shown, tip), strong_dots("the best", {best}, tip)};
  figure.numbers = groups_table(points, axis, y, higher_is_better);
  figure.height = 250;
  return figure;
}

}  // namespace

std::vector<ChartFigure> slice_charts(const StudyRecord& study, const StudySeries& series,
                                      const std::vector<ParameterAxis>& axes) {
  const ChartAxis y = score_axis(series.score, ranges_of(series.scores_by_trial).second);
  std::vector<ChartFigure> figures;
  for (const ParameterAxis& axis : axes) {
    const Points points = slice_points(study, series, axis);
    if (points.empty()) continue;
    figures.push_back(slice_chart(points, axis, y, series.score.higher_is_better,
                                  std::min(kMostDots, kMostDotsInAll / axes.size())));
    figures.back().id = "slice-" + std::to_string(figures.size());
  }
  return figures;
}

}  // namespace wattle::search
