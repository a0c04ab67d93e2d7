// SPDX-License-Identifier: MIT
// The arms of a comparison as rows: what each ended with, what the target cost it, how it ranks.
#pragma once

#include "search/compare/comparison_report.h"
#include "search/report/chart/figure.h"

namespace wattle::search {

/// The metric at the end of each study, and its median with the interval.
ChartFigure results_chart(const ComparisonRecord& comparison);
/// Expected running energy to the target (running_energy.h), with its interval.
ChartFigure expected_energy_chart(const ComparisonRecord& comparison);
/// What each arm's joules went to: trials that completed, others, the search itself.
ChartFigure spending_chart(const ComparisonRecord& comparison);
/// The critical-difference diagram [Demsar2006]: average ranks, and lines over arms that Nemenyi's
/// test does not tell apart. Nothing to show without a rank for each arm.
ChartFigure ranks_chart(const ComparisonRecord& comparison);

}  // namespace wattle::search
