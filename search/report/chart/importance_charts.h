// SPDX-License-Identifier: MIT
// Which parameters mattered, as bars.
#pragma once

#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/importance.h"

namespace wattle::search {

/// One figure for the metric and one for energy, as far as there are such; on the same scale, from
/// none to all of the variance. One that has too little data says so.
std::vector<ChartFigure> importance_charts(const StudyImportance& importance);

}  // namespace wattle::search
