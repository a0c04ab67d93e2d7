// SPDX-License-Identifier: MIT
// Estimates as a list of rows, each with its words above it, which a phone has room for: a dot, a
// line over its interval, and what was observed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/report/chart/plane.h"

namespace wattle::search {

struct RowObservation {
  double value = 0.0;
  std::string text;  ///< told of it
};

/// What has no place on the axis (it is infinite, or not above 0 on a logarithmic one) is no dot;
/// an end of an interval is at the frame then.
struct EstimateRow {
  std::string name;
  std::string text;             ///< the estimate in words
  std::optional<double> value;  ///< a dot
  std::optional<double> low;    ///< a line, where both ends are there
  std::optional<double> high;
  std::string colour = "@accent";
  std::vector<RowObservation> observations;  ///< quiet dots
};

/// Over everything that has a place on the axis; 1 to 2 when nothing has.
DataRange range_of(const std::vector<EstimateRow>& rows, std::optional<double> mark,
                   bool logarithmic);

/// Option, series and height of the figure. `mark`: a line across all rows, such as "no
/// difference". The rest is the caller's.
void draw_rows(const std::vector<EstimateRow>& rows, const ChartAxis& axis,
               std::optional<double> mark, ChartFigure& figure);

}  // namespace wattle::search
