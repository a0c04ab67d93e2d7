// SPDX-License-Identifier: MIT
// Amounts as a list of bars, each with its words above it, which a phone has room for.
#pragma once

#include <string>
#include <vector>

#include "search/report/chart/figure.h"

namespace wattle::search {

struct Bar {
  std::string name;
  double amount = 0.0;
  std::string text;  ///< the amount in words
  std::string colour = "@accent";
};

/// Option, series and height of the figure; the longest bar takes the whole width. The rest is the
/// caller's.
void draw_bars(const std::vector<Bar>& bars, ChartFigure& figure);

}  // namespace wattle::search
