// SPDX-License-Identifier: MIT
#include "search/report/chart/plane.h"

#include <algorithm>
#include <cmath>

#include "search/report/number_text.h"

namespace wattle::search {
namespace {

/// Room at both ends, as a share of the range.
constexpr double kMargin = 0.05;

nlohmann::json axis_option(const ChartAxis& axis, DataRange range) {
  nlohmann::json option = {{"name", axis.label},
                           {"type", axis.logarithmic ? "log" : "value"},
                           {"axisLabel", {{"formatter", std::string("@") + unit_of(axis)}}}};
  if (axis.logarithmic) {
    const double margin = range.high > range.low ? std::pow(range.high / range.low, kMargin) : 2.0;
    option["min"] = drawn_number(range.low / margin);
    option["max"] = drawn_number(range.high * margin);
  } else {
    option["scale"] = true;
    if (axis.whole_numbers) option["minInterval"] = 1;
  }
  return option;
}

nlohmann::json rows_of(const std::vector<ChartPoint>& points) {
  nlohmann::json rows = nlohmann::json::array();
  for (const ChartPoint& point : points) {
    rows.push_back({drawn_number(point.x), drawn_number(point.y), point.trial});
  }
  return rows;
}

}  // namespace

const char* unit_of(const ChartAxis& axis) { return axis.joules ? "joules" : "number"; }

ChartAxis score_axis(const Score& score, DataRange range) {
  return {score.label, score.is_joules, score.is_joules && wants_logarithm(range.low, range.high),
          false};
}

std::pair<DataRange, DataRange> ranges_of(const std::vector<ChartPoint>& points) {
  if (points.empty()) return {};
  const auto range = [&](double ChartPoint::*coordinate) {
    const auto [low, high] = std::minmax_element(
        points.begin(), points.end(),
        [&](const auto& a, const auto& b) { return a.*coordinate < b.*coordinate; });
    return DataRange{(*low).*coordinate, (*high).*coordinate};
  };
  return {range(&ChartPoint::x), range(&ChartPoint::y)};
}

nlohmann::json plane_option(const ChartAxis& x, DataRange x_range, const ChartAxis& y,
                            DataRange y_range) {
  nlohmann::json across = axis_option(x, x_range);
  across["nameLocation"] = "middle";
  nlohmann::json up = axis_option(y, y_range);
  up["nameLocation"] = "end";
  // Lines go on beyond what is shown, so nothing is filtered out of the data.
  const auto zoom = [](const char* axis) {
    return nlohmann::json{{"type", "inside"}, {axis, 0}, {"filterMode", "none"}};
  };
  return {{"xAxis", across},
          {"yAxis", up},
          {"dataZoom", nlohmann::json::array({zoom("xAxisIndex"), zoom("yAxisIndex")})}};
}

void fix_range(nlohmann::json& axis, DataRange range) {
  const double margin = range.high > range.low ? kMargin * (range.high - range.low) : 1.0;
  axis["min"] = drawn_number(range.low - margin);
  axis["max"] = drawn_number(range.high + margin);
  axis["axisLabel"]["showMinLabel"] = false;
  axis["axisLabel"]["showMaxLabel"] = false;
}

std::vector<TipLine> point_tip(const ChartAxis& x, const ChartAxis& y) {
  return {{"Trial", 2, "trial"}, {y.label, 1, unit_of(y)}, {x.label, 0, unit_of(x)}};
}

ChartSeries dots(const std::string& name, const std::vector<ChartPoint>& points,
                 std::vector<TipLine> tip) {
  constexpr std::size_t kCrowd = 300;
  const bool crowded = points.size() > kCrowd;
  return {{{"type", "scatter"},
           {"name", name},
           {"data", rows_of(points)},
           {"symbolSize", crowded ? 5 : 7},
           {"itemStyle", {{"color", "@dot"}, {"opacity", crowded ? 0.6 : 0.85}}},
           {"emphasis", {{"itemStyle", {{"color", "@ink"}}}}}},
          std::move(tip)};
}

ChartSeries strong_dots(const std::string& name, const std::vector<ChartPoint>& points,
                        std::vector<TipLine> tip) {
  return {{{"type", "scatter"},
           {"name", name},
           {"data", rows_of(points)},
           {"symbolSize", 9},
           {"z", 3},
           {"itemStyle", {{"color", "@accent"}, {"borderColor", "@panel"}, {"borderWidth", 1.5}}},
           {"emphasis", {{"itemStyle", {{"color", "@ink"}}}}}},
          std::move(tip)};
}

ChartSeries stairs(const std::string& name, const std::vector<ChartPoint>& points) {
  return {{{"type", "line"},
           {"name", name},
           {"data", rows_of(points)},
           {"step", "end"},
           {"showSymbol", false},
           {"silent", true},
           {"itemStyle", {{"color", "@accent"}}},
           {"lineStyle", {{"color", "@accent"}, {"width", 2}}}},
          {}};
}

std::string axis_text(const ChartAxis& axis, double value) {
  return axis.joules ? joules_text(Joules(value)) : number_text(value);
}

ChartTable points_table(const ChartAxis& x, const ChartAxis& y,
                        const std::vector<ChartPoint>& points) {
  ChartTable table{{"trial", x.label, y.label}, {}, 0};
  for (const ChartPoint& point : points) {
    table.rows.push_back(
        {std::to_string(point.trial), axis_text(x, point.x), axis_text(y, point.y)});
  }
  return table;
}

}  // namespace wattle::search
