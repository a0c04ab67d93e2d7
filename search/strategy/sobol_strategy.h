// SPDX-License-Identifier: MIT
// Random points that are spread evenly.
#pragma once

#include "search/space/encoding.h"
#include "search/space/sobol_sequence.h"
#include "search/space/unit_cube.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

/// Suggests the first point of a scrambled Sobol sequence (sobol_sequence.h) that no trial of the
/// history has and no clause forbids. The scrambling is the study's seed's and point k a function
/// of (seed, k), so the points are the same for any number of workers and after a restart. Every
/// point alone has the distribution of RandomStrategy's (UnitCube); of a space that lists its
/// points, it is the one closest to the sequence's.
///
/// When the first 4,096 + 64 n points of the sequence have nothing new for a history of n trials, a
/// finite space is nearly used up, or clauses leave little: it then does as RandomStrategy does,
/// and says kExhausted when that does.
///
/// O(n) for n trials, plus O(d) for each point passed over, at most 4,096 and on average 64 a
/// suggestion.
class SobolStrategy final : public Strategy {
 public:
  /// `space` must outlive the strategy.
  SobolStrategy(const SearchSpace& space, std::uint64_t seed);

  std::string_view kind() const override { return "sobol"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"version": 1, "next": k, "space": "..."}: the first k points have been tried or are
  /// forbidden. It saves looking at them again; the suggestion would be the same without. k is
  /// forgotten when the space or the seed is another one by now.
  nlohmann::json state() const override;
  Result<void> restore(const nlohmann::json& state) override;
  /// {"suggestion": "sequence", "point": k}, or {"suggestion": "random", "because": ...}.
  nlohmann::json explain() const override { return explanation_; }

 private:
  Parameters point(std::uint32_t index) const;

  const SearchSpace* space_;
  UnitCube cube_;
  Encoding encoding_;
  SobolSequence sequence_;
  std::string key_;         ///< of the space and the seed
  std::uint32_t next_ = 0;  ///< everything before this place has been tried or is forbidden
  nlohmann::json explanation_ = nlohmann::json::object();
};

}  // namespace wattle::search
