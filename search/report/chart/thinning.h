// SPDX-License-Identifier: MIT
// Fewer marks than there are data: a drawing of 20,000 dots shows no more than one of 1,000, and
// takes a browser seconds.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "search/report/series.h"

namespace wattle::search {

/// What a phone draws at once, too.
inline constexpr std::size_t kMostDots = 1000;

/// Which of some trials (`numbers`) to draw: indices, ascending. All when there are at most `most`.
/// Else those for which `keep` says yes, and of the others so many as there is room for, chosen by
/// a hash of the trial's number: like at random, so that a strategy that takes values in turn does
/// not show as few of them, and yet always the same trials, whatever the chart.
std::vector<std::size_t> thinned(const std::vector<int>& numbers, std::size_t most,
                                 const std::function<bool(std::size_t)>& keep);

/// Points by the rule above; `keep` is asked for a trial's number.
std::vector<ChartPoint> thinned(const std::vector<ChartPoint>& points, std::size_t most,
                                const std::function<bool(int)>& keep);

/// " Of 20000 trials 1000 are drawn: the best, and others at random." where not all are; else
/// empty.
std::string thinning_note(std::size_t drawn, std::size_t all);

/// At most `most` (at least 2) indices below `count`, evenly spaced from the first to the last: for
/// the points of a line.
std::vector<std::size_t> evenly(std::size_t count, std::size_t most);

}  // namespace wattle::search
