// SPDX-License-Identifier: MIT
// Charts on two axes: the axes, what can be zoomed, and the usual marks.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/score.h"
#include "search/report/series.h"
#include "search/report/ticks.h"

namespace wattle::search {

/// The smallest and the largest of some numbers.
struct DataRange {
  double low = 0.0;
  double high = 0.0;
};

/// The unit (TipLine) of the axis's numbers.
const char* unit_of(const ChartAxis& axis);

/// The axis of a score whose values span `range`.
ChartAxis score_axis(const Score& score, DataRange range);

/// Over both coordinates of points; zeros for none.
std::pair<DataRange, DataRange> ranges_of(const std::vector<ChartPoint>& points);

/// The option of a chart that can be zoomed along both axes. A logarithmic axis spans `range` with
/// a margin, which must be above 0; another one chooses round ends itself.
nlohmann::json plane_option(const ChartAxis& x, DataRange x_range, const ChartAxis& y,
                            DataRange y_range);

/// Makes a linear axis span `range` with a margin: for series that ECharts does not look for ranges
/// in (`lines`, `custom`). Its ends are not round, and so have no label.
void fix_range(nlohmann::json& axis, DataRange range);

/// What is told of a point: its trial, x and y.
std::vector<TipLine> point_tip(const ChartAxis& x, const ChartAxis& y);

/// Quiet dots.
ChartSeries dots(const std::string& name, const std::vector<ChartPoint>& points,
                 std::vector<TipLine> tip);
/// Emphasised dots.
ChartSeries strong_dots(const std::string& name, const std::vector<ChartPoint>& points,
                        std::vector<TipLine> tip);
/// A line that keeps y until the next point. It does not answer to the mouse: the dots on it do.
ChartSeries stairs(const std::string& name, const std::vector<ChartPoint>& points);

/// A number as the axis says it.
std::string axis_text(const ChartAxis& axis, double value);
/// Points as a table of trial, x and y.
ChartTable points_table(const ChartAxis& x, const ChartAxis& y,
                        const std::vector<ChartPoint>& points);

}  // namespace wattle::search
