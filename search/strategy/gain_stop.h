// SPDX-License-Identifier: MIT
// Ends a study when a joule buys too little.
#pragma once

#include <memory>

#include "search/strategy/strategy.h"
#include "search/trial/stopping.h"

namespace wattle::search {

/// Suggests what another strategy does, until so many of its suggestions in a row promise too
/// little for the joules they take:
///   gain / joules < rule.below
/// of the last suggestion's `Prospect`. Then `suggest` fails with kExhausted and says so. A
/// suggestion without a prospect, as in an initial design, begins the row anew.
///
/// A strategy without a model is advised by one of `bayesian` that does nothing but explore: the
/// best next trial is then the one which that would suggest. It costs what a Bayesian suggestion
/// does. The rule changes no suggestion before the last.
///
/// The row, and what the adviser remembers, are part of the state.
class GainStop final : public Strategy {
 public:
  /// `space` and `goal` must outlive the strategy.
  GainStop(std::unique_ptr<Strategy> strategy, const GainRule& rule, const SearchSpace& space,
           const Goal& goal, std::uint64_t seed, const Budget& budget);

  std::string_view kind() const override { return strategy_->kind(); }
  std::string in_words() const override { return strategy_->in_words(); }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"version": 1, "gain_stop": {"row": 2, "adviser": ...}, "strategy": the other's}.
  nlohmann::json state() const override;
  /// Also takes a state that the other strategy left without this rule.
  Result<void> restore(const nlohmann::json& state) override;
  /// What the other strategy says, and "prospect": {"gain": ..., "joules": ..., "row": ...}.
  nlohmann::json explain() const override;
  bool came_from_model() const override { return strategy_->came_from_model(); }
  bool foresee() override { return true; }
  std::optional<Prospect> prospect() const override { return prospect_; }

 private:
  std::unique_ptr<Strategy> strategy_;
  GainRule rule_;
  std::unique_ptr<Strategy> adviser_;
  bool needs_advice_;
  std::optional<Prospect> prospect_;
  int row_ = 0;  ///< suggestions so far, one after another, that promised too little
};

/// Takes over a stored state, whether or not the rule held when it was stored.
Result<void> restore_strategy(Strategy& strategy, const nlohmann::json& state);

}  // namespace wattle::search
