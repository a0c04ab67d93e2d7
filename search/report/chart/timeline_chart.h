// SPDX-License-Identifier: MIT
// When each trial ran.
#pragma once

#include "search/report/chart/figure.h"

namespace wattle::search {

/// Trials as bars over time, by state. Without series where none ran.
ChartFigure timeline_chart(const StudyRecord& study);

}  // namespace wattle::search
