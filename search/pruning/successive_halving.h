// SPDX-License-Identifier: MIT
// Rungs, and who may go on from one: what `asha` and `hyperband` share.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "search/pruning/pruner.h"

namespace wattle::search {

/// The steps at which trials are held against each other: first, first eta, first eta^2, ...
struct Rungs {
  int first = 1;  ///< at least 1
  int eta = 3;    ///< at least 2: one in eta goes on

  /// The highest rung at or below `step`; nullopt below the first. O(log step).
  std::optional<int> reached_at(int step) const;
};

/// The stopping form of asynchronous successive halving [Li2020, Algorithm 2]: nobody waits for a
/// rung to fill. A trial reaches a rung with its first step at or above it, and its result there is
/// the metric of that step. Of the n results at the rung by then, its own included, the best
/// floor(n / eta) go on. While n < eta, everybody does, so that the first trials of a study are not
/// stopped for being second of two; of equal results none is worse than the other.
///
/// Returns the reason to stop, in words; nullopt to go on, and always at a step that reaches no
/// rung. `is_peer` says by number which of the others are compared with; failed and infeasible ones
/// never are. Cost: O(1) between rungs; at a rung O(n log s) for n others of s steps.
std::optional<std::string> fails_rung(const Trial& trial, Trials others, const Goal& goal,
                                      const Rungs& rungs, const std::function<bool(int)>& is_peer);

}  // namespace wattle::search
