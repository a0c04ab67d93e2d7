// SPDX-License-Identifier: MIT
// Do the clauses of a space leave any point?
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "search/space/search_space.h"

namespace wattle::search {

/// Combinations of values looked at one by one; and values in them, where they are of many
/// parameters: a tenth of a second or so.
inline constexpr std::uint64_t kMaxCombinations = 100'000;
inline constexpr std::uint64_t kMaxValues = 1'000'000;

/// An allowed point of a space that lists no rows; or, in words, what its clauses should leave.
/// Exact where no weighted sum speaks of a large domain, and at most kMaxCombinations (and
/// kMaxValues) of the representatives (representatives.h) of the parameters that clauses speak of
/// have to be looked at: finite domains are then listed whole, and comparisons tell a continuum
/// apart in cells. Otherwise a bounded search follows: kMaxDraws random points, every other one
/// pulled towards an end of one of the weighted sums. When it finds none, the words say that none
/// was found.
tl::expected<Parameters, std::string> find_allowed(const SearchSpace& space);

}  // namespace wattle::search
