// SPDX-License-Identifier: MIT
// How trials ended, and why.
#pragma once

#include "search/report/chart/figure.h"
#include "search/report/findings.h"

namespace wattle::search {

/// A bar for each state and reason, states in the order of `kStateOrder`, the most frequent reason
/// first; the reasons of a state after its first three are one bar. The table has them all.
ChartFigure endings_chart(const Findings& findings);

}  // namespace wattle::search
