// SPDX-License-Identifier: MIT
// Successive halving that hedges: some trials are judged early, some late.
#pragma once

#include <vector>

#include "search/pruning/successive_halving.h"

namespace wattle::search {

struct HyperbandPrunerOptions {
  Rungs rungs;       ///< of bracket 0
  int brackets = 4;  ///< at least 1; 1 is `asha`
};

/// Hyperband [Li2017, Algorithm 1] with `asha` in each bracket. Bracket b of B has its first rung
/// at first eta^b, and its trials are compared among themselves alone: those of another bracket
/// went through other rungs. In proportion to Hyperband's own numbers of trials,
///
///   w_b = ceil(B / (B - b) eta^(B - 1 - b)),
///
/// which spend about the same number of steps in every bracket. The bracket of a trial is a
/// function of its number alone, and the shares hold for any run of numbers, not only for whole
/// rounds.
class HyperbandPruner final : public Pruner {
 public:
  HyperbandPruner(const Goal& goal, HyperbandPrunerOptions options);
  std::string_view kind() const override { return "hyperband"; }
  std::optional<std::string> should_stop(const Trial& trial,
                                         const PruningContext& context) const override;

  /// From 0 to brackets - 1. O(brackets).
  int bracket_of(int number) const;
  /// Rungs of a bracket; its first one is the largest int when it lies beyond.
  Rungs rungs_of(int bracket) const;

 private:
  const Goal& goal_;
  HyperbandPrunerOptions options_;
  std::vector<double> share_below_;  ///< share of trials in brackets 0..b, by b; ends with 1
};

}  // namespace wattle::search
