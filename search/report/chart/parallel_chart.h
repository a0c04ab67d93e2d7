// SPDX-License-Identifier: MIT
// All parameters of a trial at once.
#pragma once

#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/chart/parameter_axes.h"
#include "search/report/findings.h"
#include "search/report/series.h"

namespace wattle::search {

/// An axis for each parameter, one for joules where they are known, one for the score; a line for
/// each trial that has a score, coloured by its rank. The table has the best ten.
ChartFigure parallel_chart(const StudyRecord& study, const Findings& findings,
                           const StudySeries& series, const std::vector<ParameterAxis>& axes);

}  // namespace wattle::search
