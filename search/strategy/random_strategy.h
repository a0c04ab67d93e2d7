// SPDX-License-Identifier: MIT
// Uniform random points, none of them twice.
#pragma once

#include "search/strategy/strategy.h"

namespace wattle::search {

/// Draws uniformly in unit coordinates (SearchSpace::sample) until a point comes that the history
/// does not have. When too many draws in a row are known, or clauses leave too little to be hit,
/// and the space is small enough to walk, it takes one of the points that are left, each with the
/// same probability; kExhausted when none is. In a larger space it goes on with random walks
/// (SearchSpace::sample_or_walk), and kExhausted then means that none of them ended at a new point.
///
/// O(1) draws as long as most of the space is untried; O(points) near the end of a finite space.
Result<Parameters> draw_untried(const SearchSpace& space, const History& history, Rng& rng);

/// `draw_untried` of the points that no trial of the history has. Keeps no state. Costs
/// the draws.
class RandomStrategy final : public Strategy {
 public:
  /// `space` must outlive the strategy.
  explicit RandomStrategy(const SearchSpace& space) : space_(&space) {}

  std::string_view kind() const override { return "random"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;

 private:
  const SearchSpace* space_;
};

}  // namespace wattle::search
