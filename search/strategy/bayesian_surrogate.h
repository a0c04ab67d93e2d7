// SPDX-License-Identifier: MIT
// The models a Bayesian strategy builds from a history, and what it keeps of them.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "search/acquisition/goal_acquisition.h"
#include "search/gp/fit.h"
#include "search/space/rng.h"
#include "search/strategy/bayesian_observations.h"

namespace wattle::search {

/// What is remembered of one output's last fit.
struct FittedModel {
  Hyperparameters hyperparameters;
  Eigen::Index observations = 0;  ///< there were then
  Eigen::Index searched_at = 0;   ///< observations when other starts were last due
  int starts_left = 0;            ///< of those, to be tried with the next fits, one each
};

struct SurrogateOptions {
  KernelFamily kernel = KernelFamily::kMatern52;
  /// Learn an input warp (input_warp.h) of each numeric coordinate but the context's.
  bool warp_inputs = false;
  /// Of the first coordinates, one each, in encoded units: length scales that are not learned, in
  /// any of the models; NaN for those that are. Empty: all are.
  Eigen::VectorXd length_scales = {};
  /// Exact conditioning stops here: a factor of 1,500 rows costs 1.1 GFlop and 18 MB. Beyond, the
  /// model is a local one (select_rows), and the summary says so.
  Eigen::Index max_observations = 1500;
  /// Hyperparameters are learned from at most this many, evenly thinned: they are few, and each of
  /// the tens of evaluations costs O(n^3).
  Eigen::Index max_fitted = 300;
  /// Up to here every new observation brings a new fit; beyond, growth by this share does.
  Eigen::Index always_refit = 200;
  double refit_growth = 0.05;
  /// A refit climbs from the last hyperparameters alone, until the observations have grown by this
  /// share since other starts were tried too: the prior's mode and a draw from it. Beyond
  /// `always_refit` these come one with each of the next suggestions, so that none waits for all.
  double search_growth = 0.2;
  /// Beyond `always_refit` a climb ends where a step changes the log posterior by less than this: a
  /// thousandth does not tell which hyperparameters are better.
  double rough_tolerance = 1e-3;
  bool model_joules = false;  ///< also when the goal does not speak of them
  /// What the last coordinates of observed points are where the models are asked, and where failed
  /// and running trials count: these have points without them. Empty: no coordinate is cut off.
  Eigen::VectorXd context = {};
};

/// One Gaussian process an output and, when trials have failed, one of failing; each conditioned on
/// the pending trials as fantasies at its own posterior mean (the kriging believer): their
/// uncertainty is gone, so the acquisition is low next to them, and no outcome is assumed that the
/// model does not expect anyway.
struct Surrogate {
  OutputModels models;
  std::optional<GaussianProcess> joules;  ///< of log10 joules; where it was asked for and is known
  /// Of the trials in the models that can be the best (ranked_rows), n of them.
  std::vector<int> numbers;
  Eigen::MatrixXd points;  ///< theirs, n x d, without the context
  Eigen::MatrixXd means;   ///< posterior means there before the fantasies, n x outputs
  /// As measured, n x outputs; of trials that were stopped, as believed of them trained in full.
  Eigen::MatrixXd outputs;
  Eigen::MatrixXd pending;        ///< running trials, r x d
  Eigen::MatrixXd pending_means;  ///< what the running trials are believed to give, r x outputs
  nlohmann::json summary;         ///< of the fits, for people
};

/// Builds surrogates and keeps hyperparameters from one to the next.
class SurrogateBuilder {
 public:
  /// `coordinates` of observed points, the context's among them.
  /// `outputs` without the failure indicator and the joules, which are modelled after them.
  SurrogateBuilder(const std::vector<Coordinate>& coordinates, std::size_t outputs,
                   const SurrogateOptions& options = {});

  /// `centre`: the row of the best observation. Requires at least one observation.
  Surrogate build(const Observations& observations, Eigen::Index centre, Rng& rng);

  /// From now on joules are modelled, also when the goal does not speak of them.
  void model_joules() { options_.model_joules = true; }

  nlohmann::json state() const;
  /// False, and nothing changes, for what is no such state. The state of
  /// another space or goal is one: models that do not fit are forgotten, and learned anew.
  bool restore(const nlohmann::json& state);

 private:
  /// Each conditions on `kept`, the rows that were selected of `total` that there are for it.
  void add_outputs(const Observations& kept, Eigen::Index total, Rng& rng, Surrogate& into);
  void add_failure(const Observations& kept, Eigen::Index total, Rng& rng, Surrogate& into);
  void add_joules(const Observations& kept, Eigen::Index total, Rng& rng, Surrogate& into);
  GaussianProcess model(std::size_t slot, const Eigen::MatrixXd& points,
                        const Eigen::VectorXd& outputs, Eigen::Index total, Rng& rng,
                        nlohmann::json& summary);
  /// The process asked in the context.
  GaussianProcess in_full(GaussianProcess process) const;
  /// Points (m x d) with the context after them.
  Eigen::MatrixXd in_context(const Eigen::MatrixXd& points) const;
  bool fit_is_due(std::size_t slot, Eigen::Index observations) const;
  /// Learns the hyperparameters of a slot anew.
  FitSummary refit(std::size_t slot, const Eigen::MatrixXd& points, const Eigen::VectorXd& outputs,
                   Eigen::Index total, Rng& rng);

  std::shared_ptr<const Kernel> kernel_;
  Eigen::VectorXd fixed_length_scales_;  ///< FitOptions::fixed_length_scales
  Prior prior_;
  SurrogateOptions options_;
  std::vector<std::optional<FittedModel>> memory_;  ///< by output; then of failing, of joules
};

}  // namespace wattle::search
