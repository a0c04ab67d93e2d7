// SPDX-License-Identifier: MIT
// Random points of an allowed part that is too small to be hit by drawing.
#pragma once

#include "search/space/rng.h"
#include "search/space/search_space.h"

namespace wattle::search {

/// The end of a random walk over allowed points from `start`, which must be one. A step follows a
/// random line through the present position in the unit cube (UnitCube), every other step one of
/// the axes: it draws a position on the line, and while that is forbidden draws again from the
/// interval that is left on the side of the present one (slice sampling with shrinkage on a uniform
/// density [Neal2003]). The uniform distribution over the allowed part does not change under such
/// steps; after min(20 + 5 d, 200) of them (heuristic) the walk has about forgotten its start
/// within what can be reached, which need not be every separate piece of the allowed part. O(d) for
/// each point looked at, some 20 of them for each step.
Parameters walk_allowed(const SearchSpace& space, const Parameters& start, Rng& rng);

}  // namespace wattle::search
