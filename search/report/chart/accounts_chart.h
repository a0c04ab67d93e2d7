// SPDX-License-Identifier: MIT
// Where the joules went.
#pragma once

#include "search/report/chart/figure.h"
#include "search/report/findings.h"

namespace wattle::search {

/// The ledger's accounts as bars.
ChartFigure accounts_chart(const StudyRecord& study, const Findings& findings);

}  // namespace wattle::search
