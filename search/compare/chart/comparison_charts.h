// SPDX-License-Identifier: MIT
// The charts of a comparison, in their order.
#pragma once

#include <vector>

#include "search/compare/comparison_report.h"
#include "search/report/chart/figure.h"

namespace wattle::search {

/// Charts of what the studies do not have, such as joules, are left out. Requires that the
/// comparison was not refused.
std::vector<ChartSection> comparison_charts(const ComparisonRecord& comparison);

}  // namespace wattle::search
