// SPDX-License-Identifier: MIT
// How good the best trial was, for what had been spent.
#pragma once

#include "search/compare/comparison_report.h"
#include "search/report/chart/figure.h"
#include "search/report/chart/history_chart.h"

namespace wattle::search {

/// Each arm's median over its studies as a line, with its pointwise bootstrap band. Without data
/// where nobody has counted that.
ChartFigure course_chart(const ComparisonRecord& comparison, Spent spent);

}  // namespace wattle::search
