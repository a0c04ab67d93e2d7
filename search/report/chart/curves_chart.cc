// SPDX-License-Identifier: MIT
#include "search/report/chart/curves_chart.h"

#include <algorithm>
#include <optional>

#include "search/report/chart/plane.h"
#include "search/report/chart/states.h"
#include "search/report/chart/thinning.h"
#include "search/report/number_text.h"

namespace wattle::search {
namespace {

constexpr std::size_t kMostCurves = 100;
constexpr std::size_t kBestCurves = 20;  ///< of them at least so many of the best
constexpr std::size_t kMostPoints = 150;

struct Curve {
  const Trial* trial = nullptr;
  std::vector<ChartPoint> points;  ///< step and metric
};

std::optional<Curve> curve_of(const Trial& trial, const std::string& metric) {
  Curve curve{&trial, {}};
  for (const Step& step : trial.steps) {
    if (const auto value = finite_metric(step.metrics, metric)) {
      curve.points.push_back({static_cast<double>(step.step), *value, trial.number});
    }
  }
  if (curve.points.size() < 2) return std::nullopt;
  return curve;
}

/// Those of the best trials first.
std::vector<Curve> all_curves(const Findings& findings) {
  std::vector<Curve> curves;
  for (const Trial* trial : findings.ranked) {
    if (auto curve = curve_of(*trial, findings.goal.metric())) curves.push_back(std::move(*curve));
  }
  return curves;
}

std::vector<Curve> shown_curves(const std::vector<Curve>& all) {
  std::vector<int> numbers;
  for (const Curve& curve : all) numbers.push_back(curve.trial->number);
  std::vector<Curve> shown;
  for (const std::size_t i :
       thinned(numbers, kMostCurves, [](std::size_t rank) { return rank < kBestCurves; })) {
    shown.push_back(all[i]);
  }
  return shown;
}

/// A line and, as its row: trial, state, last value, last step.
nlohmann::json curve_json(const Curve& curve) {
  nlohmann::json coordinates = nlohmann::json::array();
  for (const std::size_t i : evenly(curve.points.size(), kMostPoints)) {
    coordinates.push_back({drawn_number(curve.points[i].x), drawn_number(curve.points[i].y)});
  }
  return {{"coords", coordinates},
          {"tip",
           {curve.trial->number, to_string(curve.trial->state), drawn_number(curve.points.back().y),
            curve.points.back().x}}};
}

ChartSeries curves_series(const std::string& name, const std::string& colour, double width,
                          const std::string& metric) {
  return {{{"type", "lines"},
           {"name", name},
           {"coordinateSystem", "cartesian2d"},
           {"polyline", true},
           {"data", nlohmann::json::array()},
           {"itemStyle", {{"color", colour}}},
           {"lineStyle", {{"color", colour}, {"width", width}, {"opacity", 0.6}}},
           {"emphasis", {{"lineStyle", {{"width", 4}, {"opacity", 1}}}}}},
          {{"Trial", 0, "trial"}, {"", 1, "text"}, {metric, 2, "number"}, {"step", 3, "number"}}};
}

/// One a state, and one for the winner, drawn last.
std::vector<ChartSeries> series_by_state(const std::vector<Curve>& curves,
                                         const Findings& findings) {
  const std::string& metric = findings.goal.metric();
  std::vector<ChartSeries> all;
  for (const TrialState state : kStateOrder) {
    ChartSeries part =
        curves_series(std::string(to_string(state)), state_colour(state), 1.5, metric);
    for (const Curve& curve : curves) {
      if (curve.trial->state == state && curve.trial != findings.best) {
        part.series["data"].push_back(curve_json(curve));
      }
    }
    if (!part.series["data"].empty()) all.push_back(part);
  }
  for (const Curve& curve : curves) {
    if (curve.trial != findings.best) continue;
    all.push_back(curves_series("the winner", "@ink", 3.5, metric));
    all.back().series["data"].push_back(curve_json(curve));
  }
  return all;
}

/// `lines` do not tell ECharts how far they go.
nlohmann::json curves_option(const std::vector<Curve>& curves, const std::string& metric) {
  std::vector<ChartPoint> points;
  for (const Curve& curve : curves) {
    points.insert(points.end(), curve.points.begin(), curve.points.end());
  }
  const auto [x_range, y_range] = ranges_of(points);
  nlohmann::json option =
      plane_option({"step", false, false, true}, x_range, {metric, false, false, false}, y_range);
  fix_range(option["xAxis"], x_range);
  fix_range(option["yAxis"], y_range);
  return option;
}

ChartTable curves_table(const std::vector<Curve>& curves, const std::string& metric) {
  ChartTable table{{"trial", "last step", metric}, {}, 0};
  for (const Curve& curve : curves) {
    table.rows.push_back({std::to_string(curve.trial->number), number_text(curve.points.back().x),
                          number_text(curve.points.back().y)});
  }
  return table;
}

}  // namespace

ChartFigure curves_chart(const Findings& findings) {
  const std::vector<Curve> all = all_curves(findings);
  const std::vector<Curve> shown = shown_curves(all);
  const std::string& metric = findings.goal.metric();
  ChartFigure figure;
  figure.id = "curves";
  figure.title = "Learning curves";
  figure.caption = metric + " at each step of " + count_text(all.size(), "trial") +
                   " that told it more than once. A line ends where its trial did.";
  if (shown.size() < all.size()) {
    figure.caption +=
        " " + std::to_string(shown.size()) + " are drawn: the best, and others chosen at random.";
  }
  figure.wide = true;
  figure.height = 340;
  figure.option = curves_option(shown, metric);
  figure.series = series_by_state(shown, findings);
  figure.numbers = curves_table(shown, metric);
  return figure;
}

}  // namespace wattle::search
