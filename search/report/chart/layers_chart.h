// SPDX-License-Identifier: MIT
// What the layers of the winner's model cost, by kind.
#pragma once

#include "search/report/chart/figure.h"

namespace wattle::search {

/// Of a finalist with `layers`: a bar for each kind, forward and backward end to end, and one for
/// what a training step costs beside its layers. Where nothing was measured the caption says why,
/// and nothing is drawn.
ChartFigure layers_chart(const Finalist& finalist);

}  // namespace wattle::search
