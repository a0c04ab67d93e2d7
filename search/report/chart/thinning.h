// SPDX-License-Identifier: MIT
// Fewer marks than there are data: a drawing of 20,000 dots shows no more than one of 2,000, and
// takes a browser seconds.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "search/report/series.h"

namespace wattle::search {

/// What a browser draws at once, on a phone too.
inline constexpr std::size_t kMostDots = 2000;

/// Indices below `count`, ascending: all when there are at most `most`; else those that `keep` says
/// yes to, and of the others evenly spaced ones until there are `most`.
std::vector<std::size_t> thinned(std::size_t count, std::size_t most,
                                 const std::function<bool(std::size_t)>& keep);

/// Points of `points` by the rule above; trials for which `keep` says yes all stay.
std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, std::size_t most,
                                const std::function<bool(int)>& keep);

/// " Of 20000 trials 2000 are drawn, evenly chosen." where not all are; else empty.
std::string thinning_note(std::size_t drawn, std::size_t all);

}  // namespace wattle::search
