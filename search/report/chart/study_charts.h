// SPDX-License-Identifier: MIT
// The charts of a study's report, in their order.
#pragma once

#include <vector>

#include "search/report/chart/figure.h"
#include "search/report/findings.h"
#include "search/report/importance.h"

namespace wattle::search {

/// Those of what mattered are made of `importance`. Charts of what the study does not have (joules,
/// steps, parameters that vary) are left out.
std::vector<ChartSection> study_charts(const StudyRecord& study, const Findings& findings,
                                       const StudyImportance& importance = {});

}  // namespace wattle::search
