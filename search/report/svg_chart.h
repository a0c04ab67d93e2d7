// SPDX-License-Identifier: MIT
// A small chart as inline SVG: thin grid, direct labels, tooltips, no script. Colours come from the
// page's style by class, so that light and dark share one drawing.
#pragma once

#include <string>
#include <vector>

#include "search/report/series.h"
#include "search/report/ticks.h"

namespace wattle::search {

struct ChartLayer {
  enum class Mark {
    kDots,    ///< quiet dots
    kStrong,  ///< emphasised dots
    kStairs,  ///< a line that keeps y until the next point
  };
  Mark mark = Mark::kDots;
  std::vector<ChartPoint> points;
  std::vector<std::string> tooltips;  ///< one a point, or none at all
  std::string label;                  ///< written at the last point; may be empty
};

struct Chart {
  std::string id;           ///< of the element; letters and dashes
  std::string title;        ///< read out, not drawn
  std::string description;  ///< likewise: what a reader without eyes should know
  ChartAxis x;
  ChartAxis y;
  std::vector<ChartLayer> layers;  ///< drawn in this order
};

/// The drawing; all text is escaped. A chart without a point says so. Points must be finite.
std::string svg_chart(const Chart& chart);

/// One bar cut by shares, without text: the page names the parts beside it.
std::string svg_stacked_bar(const std::string& title, const std::vector<AccountShare>& shares);

}  // namespace wattle::search
