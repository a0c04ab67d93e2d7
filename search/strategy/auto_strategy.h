// SPDX-License-Identifier: MIT
// The strategy that is chosen by what is known of the study.
#pragma once

#include <memory>
#include <string>

#include "search/strategy/choose_strategy.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

/// Does as the strategy that choose_strategy (choose_strategy.h) picks, which keeps its defaults,
/// and says which and why. A choice is made once: a study that goes on, with a larger budget or
/// more jobs too, goes on with the strategy that its state names.
class AutoStrategy final : public Strategy {
 public:
  /// `space` and `goal` must outlive the strategy. Fails as make_strategy does.
  static Result<std::unique_ptr<Strategy>> create(const SearchSpace& space, const Goal& goal,
                                                  std::uint64_t seed, const Budget& budget,
                                                  int jobs);

  std::string_view kind() const override { return "auto"; }
  /// "bayesian (chosen by auto: 6 parameters and 24 trials)"
  std::string in_words() const override;
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  /// {"version": 1, "chosen": kind, "because": ..., "state": the chosen strategy's}.
  nlohmann::json state() const override;
  Result<void> restore(const nlohmann::json& state) override;
  /// What the chosen strategy says, and "auto": {"chosen": kind, "because": ...}.
  nlohmann::json explain() const override;
  bool came_from_model() const override { return chosen_->came_from_model(); }
  bool foresee() override;
  std::optional<Prospect> prospect() const override { return chosen_->prospect(); }

 private:
  AutoStrategy(const SearchSpace& space, const Goal& goal, std::uint64_t seed, Budget budget)
      : space_(&space), goal_(&goal), seed_(seed), budget_(budget) {}

  /// A strategy of that kind with its defaults.
  Result<std::unique_ptr<Strategy>> make(const std::string& kind) const;

  const SearchSpace* space_;
  const Goal* goal_;
  std::uint64_t seed_;
  Budget budget_;
  Choice choice_;
  bool foresees_ = false;
  std::unique_ptr<Strategy> chosen_;  ///< of choice_.kind; never null once created
};

}  // namespace wattle::search
