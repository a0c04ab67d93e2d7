// SPDX-License-Identifier: MIT
// A few values that stand for a whole domain, as far as conditions can tell.
#pragma once

#include <cstdint>
#include <vector>

#include "search/space/condition.h"
#include "search/space/parameter.h"

namespace wattle::search {

/// Values of a domain that are listed whole where comparisons alone could tell them apart
/// (heuristic).
inline constexpr std::uint64_t kMostRepresentatives = 100;

/// Values of a parameter of which any two that the conditions' comparisons tell apart are not both
/// missing: every combination of truth values that some value of the domain gives to the
/// comparisons, one of these gives too.
/// - A finite domain of at most `most_listed` values: all of them.
/// - A larger one: its ends, the numbers it is compared with, and one value between each two
///   neighbours of these.
/// Weighted sums are looked at only by the ends: for them, this is no substitute for a large
/// domain.
std::vector<Value> representatives(const Parameter& parameter,
                                   const std::vector<const Condition*>& conditions,
                                   std::uint64_t most_listed);

}  // namespace wattle::search
