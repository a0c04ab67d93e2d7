// SPDX-License-Identifier: MIT
// The arms of a comparison, two by two.
#pragma once

#include "search/compare/comparison_report.h"
#include "search/report/chart/figure.h"

namespace wattle::search {

/// The ratio of joules to the target of each pair, with its interval, beside 1.
ChartFigure ratios_chart(const ComparisonRecord& comparison);
/// How often the second arm of a pair is ahead of the first at the end of the budget, ties half:
/// Vargha and Delaney's A12 of the loss, with its interval, beside one half.
ChartFigure superiority_chart(const ComparisonRecord& comparison);

}  // namespace wattle::search
