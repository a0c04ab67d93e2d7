// SPDX-License-Identifier: MIT
// "Did you mean": the valid name closest to what a person wrote.
#pragma once

#include <string>
#include <vector>

namespace wattle::trainer {

/// The entry of `valid` with the smallest Levenshtein distance to `written`, the first of several;
/// empty when the best one still differs in more than a third of the longer name's letters.
/// O(letters of `written` times letters of `valid`).
std::string nearest_name(const std::string& written, const std::vector<std::string>& valid);

/// ", did you mean NAME?", or nothing.
std::string did_you_mean(const std::string& written, const std::vector<std::string>& valid);

}  // namespace wattle::trainer
