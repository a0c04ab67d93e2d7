// SPDX-License-Identifier: MIT
// What the layers of the winner's model cost, measured at a study's end.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "search/study/study.h"

namespace wattle::search {

/// The best trial, where the study asks for its layers, it was measured again, and nobody has tried
/// to measure them yet.
std::optional<int> winner_to_profile(const Study& study, const History& trials,
                                     const std::vector<Finalist>& measured);

/// Measures them on an otherwise idle machine, as `wattle profile` does, and books the joules as
/// overhead. What fails is stored as the reason, and loses nothing. False when it was cancelled
/// before its end.
Result<bool> profile_winner(Study& study, Surroundings surroundings, const Trial& winner,
                            const std::function<bool()>& cancelled);

}  // namespace wattle::search
