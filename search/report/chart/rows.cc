// SPDX-License-Identifier: MIT
#include "search/report/chart/rows.h"

#include <algorithm>
#include <cmath>

namespace wattle::search {
namespace {

using nlohmann::json;

bool has_place(double value, bool logarithmic) {
  return std::isfinite(value) && (!logarithmic || value > 0.0);
}

/// Rows stand at 1, 2, ..: at 0 the other axis would be drawn.
double place_of(std::size_t row) { return static_cast<double>(row) + 1.0; }

/// A mark as an object, whose words stand beside its place.
json mark_at(double x, std::size_t row, const std::vector<std::string>& words,
             const std::string& colour) {
  return {{"value", {drawn_number(x), place_of(row)}},
          {"tip", words},
          {"itemStyle", {{"color", colour}}}};
}

ChartSeries names(const std::vector<EstimateRow>& rows, double left) {
  json marks = json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    marks.push_back(mark_at(left, i, {rows[i].name, rows[i].text}, "transparent"));
  }
  return {{{"type", "scatter"},
           {"data", marks},
           {"symbolSize", 1},
           {"silent", true},
           {"label",
            {{"show", true},
             {"position", "right"},
             {"offset", {-5, -17}},
             {"opacity", 1},
             {"textBorderColor", "@panel"},
             {"textBorderWidth", 3},
             {"formatter", "@bar"}}}},
          {}};
}

ChartSeries observations(const std::vector<EstimateRow>& rows, bool logarithmic) {
  json marks = json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const RowObservation& seen : rows[i].observations) {
      if (!has_place(seen.value, logarithmic)) continue;
      marks.push_back(mark_at(seen.value, i, {seen.text}, rows[i].colour));
    }
  }
  return {{{"type", "scatter"},
           {"name", "observed"},
           {"data", marks},
           {"symbolSize", 7},
           {"itemStyle", {{"opacity", 0.4}}}},
          {{"", 0, "text"}}};
}

ChartSeries interval(const EstimateRow& row, std::size_t number, DataRange frame) {
  const auto end = [&](double value) {
    return json{drawn_number(std::clamp(value, frame.low, frame.high)), place_of(number)};
  };
  return {{{"type", "line"},
           {"data", {end(*row.low), end(*row.high)}},
           {"showSymbol", false},
           {"silent", true},
           {"lineStyle", {{"color", row.colour}, {"width", 3}}}},
          {}};
}

ChartSeries estimates(const std::vector<EstimateRow>& rows, bool logarithmic) {
  json marks = json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].value || !has_place(*rows[i].value, logarithmic)) continue;
    marks.push_back(mark_at(*rows[i].value, i, {rows[i].name, rows[i].text}, rows[i].colour));
  }
  return {{{"type", "scatter"},
           {"name", "estimate"},
           {"data", marks},
           {"symbolSize", 11},
           {"z", 4},
           {"itemStyle", {{"borderColor", "@panel"}, {"borderWidth", 1.5}}}},
          {{"", 0, "text"}, {"", 1, "text"}}};
}

ChartSeries across(double mark, std::size_t rows) {
  const double beyond = 0.45;
  return {{{"type", "line"},
           {"data",
            {{drawn_number(mark), place_of(0) - beyond},
             {drawn_number(mark), place_of(rows - 1) + beyond}}},
           {"showSymbol", false},
           {"silent", true},
           {"lineStyle", {{"color", "@quiet"}, {"width", 1}, {"type", "dashed"}}}},
          {}};
}

}  // namespace

DataRange range_of(const std::vector<EstimateRow>& rows, std::optional<double> mark,
                   bool logarithmic) {
  std::vector<ChartPoint> shown;
  const auto show = [&](std::optional<double> value) {
    if (value && has_place(*value, logarithmic)) shown.push_back({*value, 0.0, 0});
  };
  show(mark);
  for (const EstimateRow& row : rows) {
    show(row.value);
    show(row.low);
    show(row.high);
    for (const RowObservation& seen : row.observations) show(seen.value);
  }
  return shown.empty() ? DataRange{1.0, 2.0} : ranges_of(shown).first;
}

void draw_rows(const std::vector<EstimateRow>& rows, const ChartAxis& axis,
               std::optional<double> mark, ChartFigure& figure) {
  constexpr int kFrame = 64;
  constexpr int kRow = 46;
  constexpr double kAbove = 0.75;  // rows: room for the words of the first one
  const DataRange range = range_of(rows, mark, axis.logarithmic);
  figure.height = kFrame + kRow * static_cast<int>(rows.size());
  figure.option = plane_option(axis, range, {}, {});
  json& across_axis = figure.option["xAxis"];
  if (!axis.logarithmic) fix_range(across_axis, range);
  const DataRange frame{across_axis["min"].get<double>(), across_axis["max"].get<double>()};
  figure.option["yAxis"] = {{"type", "value"},
                            {"min", place_of(0) - kAbove},
                            {"max", place_of(rows.size()) - 0.5},
                            {"inverse", true},
                            {"show", false}};
  figure.option["grid"] = {{"left", 6}, {"right", 8}, {"top", 6}, {"bottom", 46}};
  figure.option["legend"] = {{"show", false}};
  // The words would leave their rows.
  figure.option.erase("dataZoom");
  figure.series = {names(rows, frame.low)};
  if (mark && !rows.empty()) figure.series.push_back(across(*mark, rows.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].low && rows[i].high) figure.series.push_back(interval(rows[i], i, frame));
  }
  figure.series.push_back(observations(rows, axis.logarithmic));
  figure.series.push_back(estimates(rows, axis.logarithmic));
}

}  // namespace wattle::search
