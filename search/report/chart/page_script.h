// SPDX-License-Identifier: MIT
// The program of the charts, as the page holds it.
#pragma once

#include <string_view>

namespace wattle::search {

/// ECharts, and what makes it draw the figures of figure.h: about 1.1 MB, built in when Wattle was
/// configured with WATTLE_WITH_CHARTS. Empty without; reports then have static figures.
std::string_view chart_script();

}  // namespace wattle::search
