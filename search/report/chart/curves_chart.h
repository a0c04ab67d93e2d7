// SPDX-License-Identifier: MIT
// How trials got on, step by step.
#pragma once

#include "search/report/chart/figure.h"
#include "search/report/findings.h"

namespace wattle::search {

/// A line for each trial that told the goal's metric at two steps or more, by its state, with the
/// winner's above the others. Without series where there is none. The table has the last step of
/// each that is drawn.
ChartFigure curves_chart(const Findings& findings);

}  // namespace wattle::search
