// SPDX-License-Identifier: MIT
// How the best score came about.
#pragma once

#include "search/report/chart/figure.h"
#include "search/report/series.h"

namespace wattle::search {

/// What a search has spent when a trial ends.
enum class Spent { kTrials, kSeconds, kJoules };

/// Trials with a score as dots, the best so far as a line over what was spent; the table has the
/// improvements. `estimated`: the joules are.
ChartFigure history_chart(const StudySeries& series, Spent spent, bool estimated);

}  // namespace wattle::search
