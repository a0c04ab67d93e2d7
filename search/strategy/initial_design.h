// SPDX-License-Identifier: MIT
// The first points of a search that knows nothing yet.
#pragma once

#include "search/space/encoding.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

/// The one of ten random untried points (heuristic: more would push the design into the corners of
/// the space, where nothing is between two points) that is farthest from every trial of the
/// history. Fails as draw_untried does. O(trials).
Result<Parameters> space_filling_point(const SearchSpace& space, const Encoding& encoding,
                                       const History& history, Rng& rng);

}  // namespace wattle::search
