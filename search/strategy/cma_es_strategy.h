// SPDX-License-Identifier: MIT
// The covariance matrix adaptation evolution strategy.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>

#include "search/space/encoding.h"
#include "search/strategy/cma_es_replay.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

/// CMA-ES [Hansen2016] with restarts [Auger2005] on the encoded space: a normal distribution that
/// is moved and shaped, generation by generation, by the ranks of the trials drawn from it.
///
/// - The distribution is built from the history at each suggestion (cma_es_replay.h). Keeps no
///   state; a study that is resumed, or started with trials of others, needs none.
/// - Steps, categories, bounds and inactive parameters: cma_es_model.h. Failed trials are selected
///   never, those that miss a constraint only for want of better ones (merit.h).
/// - `pareto`: ranked by fronts. The normal distribution has one mean, so it settles on a part of
///   the front; a strategy with a model of both objectives covers it better.
/// - Draws that are forbidden or have been tried are repeated, 100 times; then a random untried
///   point is taken, which becomes a member of the generation like any other; kExhausted when there
///   is none.
///
/// O(n d^2 + n d^3 / lambda).
class CmaEsStrategy final : public Strategy {
 public:
  /// `space` and `goal` must outlive the strategy.
  CmaEsStrategy(const SearchSpace& space, const Goal& goal, CmaEsOptions options,
                std::uint64_t seed);

  std::string_view kind() const override { return "cma_es"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"suggestion": "distribution" or "random", "population", "restarts", "generations": learned
  /// from, "open": trials since then, "step_size", "largest_deviation": of the unit interval}, and
  /// "because" with a random one.
  nlohmann::json explain() const override { return explanation_; }

 private:
  const SearchSpace* space_;
  const Goal* goal_;
  CmaEsOptions options_;
  std::uint64_t seed_;
  Encoding encoding_;
  nlohmann::json explanation_ = nlohmann::json::object();
};

/// From a scenario's `strategy` member: {"kind": "cma_es", "population": 12}; what is absent takes
/// its default. `space` and `goal` must outlive the strategy.
std::unique_ptr<Strategy> make_cma_es_strategy(const nlohmann::json& options,
                                               const SearchSpace& space, const Goal& goal,
                                               std::uint64_t seed);

}  // namespace wattle::search
