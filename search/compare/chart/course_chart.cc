// SPDX-License-Identifier: MIT
#include "search/compare/chart/course_chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "search/compare/chart/arm_look.h"
#include "search/report/chart/plane.h"
#include "search/report/chart/time_unit.h"

namespace wattle::search {
namespace {

using nlohmann::json;

/// The amount that the arms are compared over.
struct Course {
  std::string id;
  std::string title;
  ChartAxis x;
  double unit = 1.0;  ///< of x, in trials, seconds or joules
  const std::vector<double>& grid;
  Band ArmFindings::*band;
};

Course course_of(const ComparisonRecord& comparison, Spent spent) {
  const Grid& grid = comparison.findings.grid;
  if (spent == Spent::kTrials) {
    return {
        "course-trials", "Best so far, by trials",      {"trials ended", false, false, true}, 1.0,
        grid.trials,     &ArmFindings::loss_over_trials};
  }
  if (spent == Spent::kJoules) {
    return {"course-joules",
            "Best so far, by energy spent",
            {"joules spent" + estimate_note(comparison), true, false, false},
            1.0,
            grid.joules,
            &ArmFindings::loss_over_joules};
  }
  const TimeUnit unit = time_unit(Seconds(grid.seconds.empty() ? 0.0 : grid.seconds.back()));
  return {"course-seconds",
          "Best so far, by time",
          {unit.name + " of trials, one after another", false, false, false},
          unit.seconds,
          grid.seconds,
          &ArmFindings::loss_over_seconds};
}

/// A point of the grid with the arm's score there.
struct CoursePoint {
  double x = 0.0;
  double center = 0.0;
  double low = 0.0;  ///< the centre where there is no band
  double high = 0.0;
};

/// From where most studies have found something. An end of the band that is infinite, because some
/// have not, is drawn at the worst that is seen.
std::vector<CoursePoint> course_points(const Goal& goal, const Band& band, const Course& course,
                                       double worst) {
  std::vector<CoursePoint> points;
  for (Eigen::Index i = 0; i < band.center.size(); ++i) {
    const double center = band.center[i];
    if (!std::isfinite(center)) continue;
    const auto end = [&](double loss) {
      return comparison_score_of(goal, std::isnan(loss) ? center : std::min(loss, worst));
    };
    const double first = end(band.low[i]);
    const double second = end(band.high[i]);
    points.push_back({course.grid[static_cast<std::size_t>(i)] / course.unit,
                      comparison_score_of(goal, center), std::min(first, second),
                      std::max(first, second)});
  }
  return points;
}

double worst_shown(const ComparisonFindings& findings, const Course& course) {
  double worst = -HUGE_VAL;
  for (const ArmFindings& arm : findings.arms) {
    const Band& band = arm.*course.band;
    for (const auto& losses : {band.center, band.high}) {
      for (const double loss : losses) {
        if (std::isfinite(loss)) worst = std::max(worst, loss);
      }
    }
  }
  return worst;
}

/// Rows: x, low, high. Like the line, it keeps its height until the next point.
ChartSeries band_series(const std::string& name, const ArmLook& look,
                        const std::vector<CoursePoint>& points) {
  json rows = json::array();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const CoursePoint& point = points[i];
    if (i > 0) {
      rows.push_back({drawn_number(point.x), drawn_number(points[i - 1].low),
                      drawn_number(points[i - 1].high)});
    }
    rows.push_back({drawn_number(point.x), drawn_number(point.low), drawn_number(point.high)});
  }
  return {{{"type", "custom"},
           {"name", name},
           {"renderItem", "@area"},
           {"clip", true},
           {"silent", true},
           {"encode", {{"x", {0}}, {"y", {1, 2}}}},
           {"itemStyle", {{"color", look.colour}}},
           {"data", rows}},
          {}};
}

ChartSeries line_series(const std::string& name, const ArmLook& look,
                        const std::vector<CoursePoint>& points) {
  json rows = json::array();
  for (const CoursePoint& point : points) {
    rows.push_back({drawn_number(point.x), drawn_number(point.center)});
  }
  ChartSeries line = arm_line(name, look, std::move(rows));
  line.series["z"] = 3;
  return line;
}

/// Where the median improves. Rows: x, score, low, high, arm.
ChartSeries improvements(const std::string& name, const ArmLook& look,
                         const std::vector<CoursePoint>& points, const ChartAxis& x,
                         const ChartAxis& y) {
  json rows = json::array();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const CoursePoint& point = points[i];
    if (i > 0 && point.center == points[i - 1].center) continue;
    rows.push_back({drawn_number(point.x), drawn_number(point.center), drawn_number(point.low),
                    drawn_number(point.high), name});
  }
  ChartSeries dots = arm_dots(name, look, std::move(rows),
                              {{"", 4, "text"},
                               {"median " + y.label, 1, unit_of(y)},
                               {"from", 2, unit_of(y)},
                               {"to", 3, unit_of(y)},
                               {x.label, 0, unit_of(x)}});
  dots.series["z"] = 4;
  return dots;
}

void add_rows(const std::string& name, const std::vector<CoursePoint>& points, const ChartAxis& x,
              const ChartAxis& y, ChartTable& table) {
  constexpr std::size_t kRows = 12;
  const std::size_t step = std::max<std::size_t>(1, points.size() / kRows);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i % step != 0 && i + 1 != points.size()) continue;
    const CoursePoint& point = points[i];
    table.rows.push_back({name, axis_text(x, point.x), axis_text(y, point.center),
                          axis_text(y, point.low), axis_text(y, point.high)});
  }
}

}  // namespace

ChartFigure course_chart(const ComparisonRecord& comparison, Spent spent) {
  const ComparisonFindings& findings = comparison.findings;
  const Course course = course_of(comparison, spent);
  const Score score = comparison_score(comparison);
  const ChartAxis y{score.label, score.is_joules, false, false};
  const double worst = worst_shown(findings, course);
  ChartFigure figure;
  figure.id = course.id;
  figure.title = course.title;
  figure.caption =
      std::string(
          "A line is the median of an arm's studies, the band around it its 95 % interval "
          "at each point. ") +
      (score.higher_is_better ? "Higher is better." : "Lower is better.");
  figure.wide = spent == Spent::kJoules;
  figure.option = plane_option(course.x, {}, y, {});
  figure.numbers = {{"arm", course.x.label, "median " + y.label, "from", "to"}, {}, 1};
  json names = json::array();
  for (std::size_t i = 0; i < findings.arms.size(); ++i) {
    const ArmFindings& arm = findings.arms[i];
    const auto points = course_points(findings.goal, arm.*course.band, course, worst);
    if (points.empty()) continue;
    const ArmLook look = arm_look(i);
    names.push_back(arm.name);
    figure.series.push_back(line_series(arm.name, look, points));
    figure.series.push_back(band_series(arm.name, look, points));
    figure.series.push_back(improvements(arm.name, look, points, course.x, y));
    add_rows(arm.name, points, course.x, y, figure.numbers);
  }
  figure.option["legend"] = {{"data", names}};
  return figure;
}

}  // namespace wattle::search
