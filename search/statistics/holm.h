// SPDX-License-Identifier: MIT
// Many tests at once: Holm's step-down procedure.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace wattle::search {

/// Adjusted p-values, in the given order. With p_(1) <= ... <= p_(m),
///   adjusted_(i) = min(1, max over j <= i of (m - j + 1) p_(j))                  [Holm1979].
/// Rejecting those with adjusted <= a makes any false rejection at all as improbable as a, however
/// the tests depend on each other. A test without a p-value stays without one and counts among the
/// m as if its p were 1, so that what cannot be computed makes no other test easier. O(m log m).
std::vector<std::optional<double>> holm_adjusted(std::span<const std::optional<double>> p_values);

}  // namespace wattle::search
