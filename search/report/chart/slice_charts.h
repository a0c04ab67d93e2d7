// SPDX-License-Identifier: MIT
// The score over one parameter at a time.
#pragma once

#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/chart/parameter_axes.h"
#include "search/report/series.h"

namespace wattle::search {

/// One figure a parameter. The others vary, too, so a figure shows what was tried and not an
/// effect. The table cuts the parameter into groups, with the best and the median score of each.
std::vector<ChartFigure> slice_charts(const StudyRecord& study, const StudySeries& series,
                                      const std::vector<ParameterAxis>& axes);

}  // namespace wattle::search
