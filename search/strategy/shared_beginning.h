// SPDX-License-Identifier: MIT
// The same first points for every strategy, so that a comparison begins at one place.
#pragma once

#include <memory>

#include "search/strategy/sobol_strategy.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

/// Suggests the first `shared` points of a Sobol sequence, then does as another strategy, which
/// sees them as trials of its own.
class SharedBeginning final : public Strategy {
 public:
  /// `space` must outlive the strategy.
  SharedBeginning(std::unique_ptr<Strategy> strategy, int shared, const SearchSpace& space,
                  std::uint64_t seed)
      : strategy_(std::move(strategy)), shared_(shared), design_(space, seed) {}

  std::string_view kind() const override { return strategy_->kind(); }
  std::string in_words() const override { return strategy_->in_words(); }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"version": 1, "design": .., "strategy": the other's}.
  nlohmann::json state() const override;
  Result<void> restore(const nlohmann::json& state) override;
  nlohmann::json explain() const override;
  bool came_from_model() const override { return !begins_ && strategy_->came_from_model(); }
  bool foresee() override { return strategy_->foresee(); }
  std::optional<Prospect> prospect() const override { return strategy_->prospect(); }

 private:
  std::unique_ptr<Strategy> strategy_;
  int shared_;
  SobolStrategy design_;
  bool begins_ = true;  ///< the last suggestion was the design's
};

}  // namespace wattle::search
