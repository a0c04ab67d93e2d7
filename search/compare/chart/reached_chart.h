// SPDX-License-Identifier: MIT
// How many studies had got to the target, for how many joules.
#pragma once

#include "search/compare/comparison_report.h"
#include "search/report/chart/figure.h"

namespace wattle::search {

/// One minus Kaplan and Meier's curve (survival.h) of each arm, up to the most joules that one of
/// its studies spent.
ChartFigure reached_chart(const ComparisonRecord& comparison);

}  // namespace wattle::search
