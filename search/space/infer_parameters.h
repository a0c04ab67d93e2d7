// SPDX-License-Identifier: MIT
// What the columns of a list of points are, where nobody says.
#pragma once

#include <nlohmann/json.hpp>

namespace wattle::search {

/// More different numbers than this in a column are taken for a range.
inline constexpr std::size_t kMostListedNumbers = 32;

/// `space` (an object, or null for an empty one) with a parameter for each column of `points` (a
/// list of rows: values by name, null where the parameter is not active) that it does not describe:
///   one value                          constant
///   numbers, at most 32 different      ordinal, by size
///   more whole numbers                 int from the smallest to the largest, linear
///   more numbers                       float from the smallest to the largest, linear
///   anything else                      categorical, in order of first appearance
/// What is no list of objects is passed over: reading the points names it.
/// O(cells) as long as categorical columns have few values.
nlohmann::json infer_parameters(const nlohmann::json& space, const nlohmann::json& points);

}  // namespace wattle::search
