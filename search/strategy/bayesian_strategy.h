// SPDX-License-Identifier: MIT
// Bayesian optimisation with Gaussian processes.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "search/acquisition/domain.h"
#include "search/acquisition/maximise.h"
#include "search/strategy/bayesian_surrogate.h"
#include "search/strategy/strategy.h"

namespace wattle::search {

struct BayesianOptions {
  /// Trials suggested before a model is asked. 0: min(2 (d + 1), 10), a heuristic: enough to fit a
  /// length scale or two, few enough not to eat the budget in high dimensions.
  int initial_trials = 0;
  SurrogateOptions surrogate;
  MaximiseOptions maximise;
};

/// One Gaussian process for each of the goal's outputs (bayesian_surrogate.h), and the goal's own
/// acquisition (goal_acquisition.h) maximised over the space (maximise.h).
///
/// - The first `initial_trials` points fill the space: of a few random points the one farthest from
///   all trials so far. So do all suggestions while no trial has given usable outputs.
/// - One objective: log expected improvement on the best posterior mean at an observed, feasible
///   point (a single lucky measurement is no incumbent). Two: log expected hypervolume improvement
///   on the front of such means, up to a reference beyond the worst values (bayesian_aim.h). While
///   no observation is feasible: the log probability of feasibility alone.
/// - Failed trials: a feasibility model (Observations). Running trials: fantasies (Surrogate).
/// - No point is ever suggested twice, running or ended. When the search for a maximum finds only
///   known points, a random untried one is taken; kExhausted when there is none.
/// - The state holds the hyperparameters of the last fit, from which the next one starts.
///
/// O(n^3) for a fit and O(n^2) for each evaluation of the acquisition, n at most
/// SurrogateOptions::max_observations.
class BayesianStrategy final : public Strategy {
 public:
  /// `space` and `goal` must outlive the strategy.
  BayesianStrategy(const SearchSpace& space, const Goal& goal, BayesianOptions options);

  std::string_view kind() const override { return "bayesian"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  nlohmann::json state() const override;
  Result<void> restore(const nlohmann::json& state) override;
  nlohmann::json explain() const override { return explanation_; }

 private:
  Result<Parameters> fill_space(const History& history, Rng& rng, const std::string& because);
  Result<Parameters> ask_model(const History& history, const Observations& observations, Rng& rng);

  const SearchSpace* space_;
  const Goal* goal_;
  BayesianOptions options_;
  Domain domain_;
  SurrogateBuilder builder_;
  nlohmann::json explanation_ = nlohmann::json::object();
};

/// From a scenario's `strategy` member: {"kind": "bayesian", "initial_trials": 8}; what is absent
/// takes its default. `space` and `goal` must outlive the strategy.
std::unique_ptr<Strategy> make_bayesian_strategy(const nlohmann::json& options,
                                                 const SearchSpace& space, const Goal& goal);

}  // namespace wattle::search
