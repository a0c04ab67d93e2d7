// SPDX-License-Identifier: MIT
// Some of a number of things, drawn at random.
#pragma once

#include <cstddef>
#include <vector>

#include "search/space/rng.h"

namespace wattle::search {

/// `count` of the indices 0 to `size` - 1 without replacement, in the order in which they are
/// drawn: a shuffle of Fisher and Yates that ends early. Requires count <= size. O(size).
std::vector<std::size_t> random_subset(std::size_t size, std::size_t count, Rng& rng);

}  // namespace wattle::search
