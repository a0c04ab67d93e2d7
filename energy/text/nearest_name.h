// SPDX-License-Identifier: MIT
// "Did you mean": the valid name closest to what a person wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wattle {

/// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal
/// string alignment), upper and lower case being the same letter. O(|a| |b|).
int edit_distance(std::string_view a, std::string_view b);

/// The entry of `valid` with the smallest edit distance to `written`, the first of several; empty
/// when the best one still differs in more than a third of the longer name's letters.
std::string nearest_name(std::string_view written, const std::vector<std::string>& valid);

/// ", did you mean NAME?" with the nearest one, or nothing.
std::string did_you_mean(std::string_view written, const std::vector<std::string>& valid);

}  // namespace wattle
