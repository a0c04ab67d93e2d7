// SPDX-License-Identifier: MIT
// Bayesian optimisation with Gaussian processes.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "search/acquisition/domain.h"
#include "search/acquisition/maximise.h"
#include "search/strategy/bayesian_acquisition.h"
#include "search/strategy/bayesian_aim.h"
#include "search/strategy/bayesian_surrogate.h"
#include "search/strategy/sobol_strategy.h"
#include "search/strategy/strategy.h"
#include "search/strategy/trust_region.h"
#include "search/trial/budget.h"

namespace wattle::search {

struct BayesianOptions {
  /// Trials suggested before a model is asked. 0: min(2 (d + 1), 10), and at most a third of the
  /// budget's trials. A heuristic: enough to learn which parameters matter, few enough to leave
  /// something to use it for.
  int initial_trials = 0;
  std::uint64_t seed = 0;  ///< of the points that fill the space
  Budget budget;
  AcquisitionKind acquisition = AcquisitionKind::kExpectedImprovement;
  /// Divide by the joules expected, less and less as the budget is used (bayesian_acquisition.h);
  /// for expected improvement alone: the others are no amounts that joules could buy.
  bool per_joule = false;
  /// Learn from trials at several of their steps, and judge pruned ones by how far they came
  /// (bayesian_fidelity.h). Changes nothing while no ended trial tells its steps.
  bool fidelity = false;
  /// Turns that explore ask for an improvement of at least this share of the standard deviation of
  /// the objective: one that is worth leaving the best neighbourhood for. A heuristic. The margin
  /// of `kProbabilityOfImprovement`, too.
  double explored_improvement = 0.01;
  /// Trials with odd numbers look around the best one; without, all explore.
  bool exploit = true;
  SurrogateOptions surrogate;
  MaximiseOptions maximise;
  TrustRegionOptions region;
};

/// One Gaussian process for each of the goal's outputs (bayesian_surrogate.h), and the goal's own
/// acquisition (goal_acquisition.h) maximised over the space (maximise.h).
///
/// - The first `initial_trials` points fill the space: those of SobolStrategy with the same seed.
///   So do all suggestions while no trial has given usable outputs.
/// - Other acquisitions than expected improvement seek in the whole space (acquisition). So do all
///   that are looked at in random points only (MaximiseOptions::uniform_candidates).
/// - One objective: log expected improvement. Trials with even numbers explore: they seek, in the
///   whole space, an improvement worth having on the best posterior mean at an observed, feasible
///   point (a single lucky measurement is no incumbent). Those with odd numbers exploit: any
///   improvement on the centre of a trust region, inside it (trust_region.h).
/// - Two objectives: log expected hypervolume improvement on the front of such means, up to a
///   reference beyond its ends (bayesian_aim.h).
/// - Trials that still run count, for both, with what they are believed to give (aim_beyond); in a
///   trust region those inside it.
/// - While no observation is feasible: the log probability of feasibility alone.
/// - Outcomes of the worse half are ranked (worse_half.h) where the goal has a single output.
/// - With `fidelity`, the models are of parameters and of how far a trial was trained, asked at
///   full length; incumbents and centres are then complete trials, or while there are none, pruned
///   ones.
/// - Failed trials: a feasibility model (Observations). Running trials: fantasies (Surrogate).
/// - No point is ever suggested twice, running or ended. When the search for a maximum finds only
///   known points, a random untried one is taken; kExhausted when there is none.
/// - The state holds the hyperparameters of the last fit, from which the next one starts, and the
///   trust region.
///
/// O(n^3) for a fit and O(n^2) for each evaluation of the acquisition, n at most
/// SurrogateOptions::max_observations.
class BayesianStrategy final : public Strategy {
 public:
  /// `space` and `goal` must outlive the strategy.
  BayesianStrategy(const SearchSpace& space, const Goal& goal, const BayesianOptions& options);

  std::string_view kind() const override { return "bayesian"; }
  Result<Parameters> suggest(const History& history, Rng& rng) override;
  nlohmann::json state() const override;
  Result<void> restore(const nlohmann::json& state) override;
  nlohmann::json explain() const override { return explanation_; }
  bool came_from_model() const override { return came_from_model_; }
  bool foresee() override;
  std::optional<Prospect> prospect() const override { return prospect_; }

 private:
  /// What one suggestion is to improve on, and where.
  struct Turn {
    Aim aim;
    Aim best;  ///< what improves on all that is known and under way
    Focus focus;
    std::optional<int> centre;  ///< trial number; of a turn that exploits
  };

  Observations observed(const History& history) const;
  SurrogateBuilder& builder_for(const Observations& observations);
  Result<Parameters> fill_space(const History& history, Rng& rng, const std::string& because);
  Result<Parameters> ask_model(const History& history, const Observations& observations, Rng& rng);
  Turn next_turn(const History& history, const Surrogate& surrogate);
  nlohmann::json explanation_of(const Observations& observations, const Surrogate& surrogate,
                                const ChosenAcquisition& acquisition, const Turn& turn,
                                const std::optional<Maximum>& maximum) const;
  /// By expected improvement, whatever was maximised; nullopt while no trial is feasible.
  std::optional<Prospect> prospect_of(const Parameters& parameters, const Surrogate& surrogate,
                                      const Turn& turn) const;
  /// Of what is believed of `points` (a row each), that of those in the neighbourhood.
  Believed inside(const Neighbourhood& neighbourhood, const Eigen::MatrixXd& points,
                  const Believed& believed) const;
  /// The row of `surrogate` that the trust region lies around; `ranked`: best first.
  Eigen::Index exploited_row(const History& history, const Surrogate& surrogate,
                             const std::vector<Eigen::Index>& ranked);
  double distance(const History& history, int a, int b) const;
  double log_points() const;

  const SearchSpace* space_;
  const Goal* goal_;
  BayesianOptions options_;
  Domain domain_;
  SobolStrategy design_;
  int initial_trials_;
  SurrogateBuilder builder_;
  std::optional<SurrogateBuilder> fidelity_builder_;  ///< in use once a history has steps
  TrustRegion region_;
  nlohmann::json explanation_ = nlohmann::json::object();
  bool came_from_model_ = false;  ///< the last suggestion
  bool foresees_ = false;
  std::optional<Prospect> prospect_;
};

/// From a scenario's `strategy` member: {"kind": "bayesian", "initial_trials": 8}; what is absent
/// takes its default. `space` and `goal` must outlive the strategy.
std::unique_ptr<Strategy> make_bayesian_strategy(const nlohmann::json& options,
                                                 const SearchSpace& space, const Goal& goal,
                                                 std::uint64_t seed, const Budget& budget = {});

}  // namespace wattle::search
