// SPDX-License-Identifier: MIT
// Uniform random values and points.
#pragma once

#include "search/space/parameter.h"
#include "search/space/rng.h"
#include "search/space/value.h"

namespace wattle::search {

/// Draws before the allowed part of a space counts as too small to be hit: with none in 10,000, it
/// is smaller than 3e-4 of the space at a confidence of 95 % (1 - 0.05^(1/10000)).
inline constexpr int kMaxDraws = 10'000;

/// A value drawn uniformly on the parameter's scale:
///   continuous         to_unit(value) is uniform on [0, 1]
///   a list of values   each with the same probability
///   steps, integers    each with a probability in proportion to its cell in unit coordinates: from
///                      the midpoint with the value below to the midpoint with the value above,
///                      where the first and last cell reach as far out of [0, 1] as in. All cells
///                      are equal on a linear scale.
Value sample_value(const Parameter& parameter, Rng& rng);

/// The same distribution by inversion: the value at a quantile on [0, 1], non-decreasing in it for
/// ordered domains; a uniform quantile gives the distribution of sample_value.
Value value_at_quantile(const Parameter& parameter, double quantile);
/// A quantile that gives a value of the domain: the middle of its cell.
double quantile_of(const Parameter& parameter, const Value& value);

}  // namespace wattle::search
