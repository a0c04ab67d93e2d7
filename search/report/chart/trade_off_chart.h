// SPDX-License-Identifier: MIT
// How good, for how much energy.
#pragma once

#include "search/report/chart/figure.h"
#include "search/report/findings.h"
#include "search/report/series.h"

namespace wattle::search {

/// Complete trials by joules and the goal's metric, with their front, which the table has, too.
ChartFigure trade_off_chart(const StudySeries& series, const Findings& findings);

}  // namespace wattle::search
