// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "search/strategy/bayesian_aim.h"
#include "search/strategy/random_strategy.h"
#include "search/strategy/seen_points.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr int kStateVersion = 1;

/// Random points of which the most distant one is taken. More would push the design to the
/// corners of the space, where nothing is between two points.
constexpr int kDesignDraws = 10;

/// Observed points that candidates are drawn around.
constexpr Index kCentres = 5;

/// Squared distance from `x` to the nearest embedded row; infinite when there is none.
double nearest_squared_distance(const MatrixXd& rows, const MatrixXd& x) {
  if (rows.rows() == 0) return std::numeric_limits<double>::infinity();
  return (rows.rowwise() - x.row(0)).rowwise().squaredNorm().minCoeff();
}

int initial_trials(const BayesianOptions& options, Index dimension) {
  if (options.initial_trials > 0) return options.initial_trials;
  return static_cast<int>(std::min<Index>(2 * (dimension + 1), 10));
}

}  // namespace

BayesianStrategy::BayesianStrategy(const SearchSpace& space, const Goal& goal,
                                   BayesianOptions options)
    : space_(&space),
      goal_(&goal),
      options_(options),
      domain_(space),
      builder_(domain_.encoding().coordinates(), goal.form().outputs.size(), options.surrogate) {}

Result<Parameters> BayesianStrategy::suggest(const History& history, Rng& rng) {
  const Observations observations = observe(history, *space_, domain_.encoding(), *goal_);
  const int initial = initial_trials(options_, domain_.dimension());
  if (history.size() < static_cast<std::size_t>(initial)) {
    return fill_space(history, rng,
                      "the first " + std::to_string(initial) + " trials fill the space");
  }
  if (observations.points.rows() == 0) {
    return fill_space(history, rng, "no trial has given all the numbers that the goal needs");
  }
  return ask_model(history, observations, rng);
}

Result<Parameters> BayesianStrategy::fill_space(const History& history, Rng& rng,
                                                const std::string& because) {
  const Embedding embedding(domain_.encoding().coordinates());
  std::vector<VectorXd> tried;
  for (const Trial& trial : history) {
    if (space_->contains(trial.parameters)) {
      tried.push_back(domain_.encoding().encode(trial.parameters));
    }
  }
  MatrixXd points(static_cast<Index>(tried.size()), domain_.dimension());
  for (Index i = 0; i < points.rows(); ++i) points.row(i) = tried[static_cast<std::size_t>(i)];
  const MatrixXd rows = embedding.embed(points);

  explanation_ = {{"suggestion", "initial design"}, {"because", because}};
  RandomStrategy random(*space_);
  Result<Parameters> best = random.suggest(history, rng);
  if (!best) return best;
  const auto distance = [&](const Parameters& parameters) {
    const VectorXd x = domain_.encoding().encode(parameters);
    return nearest_squared_distance(rows, embedding.embed(x.transpose()));
  };
  double farthest = distance(*best);
  for (int draw = 1; draw < kDesignDraws; ++draw) {
    Result<Parameters> other = random.suggest(history, rng);
    if (!other) break;
    const double other_distance = distance(*other);
    if (other_distance > farthest) {
      best = std::move(other);
      farthest = other_distance;
    }
  }
  return best;
}

Result<Parameters> BayesianStrategy::ask_model(const History& history,
                                               const Observations& observations, Rng& rng) {
  const GoalForm& form = goal_->form();
  const Index centre = best_row(objective_values(observations.outputs, form),
                                feasible_rows(observations.outputs, form));
  const Surrogate surrogate = builder_.build(observations, centre, rng);
  const std::vector<bool> feasible = feasible_rows(surrogate.outputs, form);
  const MatrixXd objectives = objective_values(surrogate.means, form);
  const GoalAcquisition acquisition(surrogate.models, form, aim_of(objectives, feasible));
  const MatrixXd centres =
      surrogate.points(centre_rows(objectives, feasible, kCentres), Eigen::all);

  const SeenPoints seen(history);
  const auto excluded = [&](const Parameters& parameters) {
    return seen.contains(parameters.json());
  };
  std::optional<Maximum> maximum =
      maximise(acquisition, domain_, excluded, centres, options_.maximise, rng);
  explanation_ = {{"model", surrogate.summary},
                  {"acquisition", std::string(acquisition.name())},
                  {"failed", observations.failed.rows()},
                  {"pending", observations.pending.rows()}};
  if (!maximum) {
    explanation_["suggestion"] = "random";
    explanation_["because"] = "every point that the acquisition was evaluated at has been tried";
    return RandomStrategy(*space_).suggest(history, rng);
  }
  explanation_["suggestion"] = "model";
  explanation_["log_acquisition"] = maximum->value;
  explanation_["evaluations"] = maximum->evaluations;
  return std::move(maximum->parameters);
}

nlohmann::json BayesianStrategy::state() const {
  return {{"version", kStateVersion}, {"models", builder_.state()}};
}

Result<void> BayesianStrategy::restore(const nlohmann::json& state) {
  const bool shaped = state.is_object() && state.size() == 2 && state.contains("version") &&
                      state["version"] == kStateVersion && state.contains("models");
  if (!shaped || !builder_.restore(state["models"])) {
    return fail(ErrorCode::kCorrupt, "this is no state of a Bayesian strategy for this space");
  }
  return {};
}

std::unique_ptr<Strategy> make_bayesian_strategy(const nlohmann::json& options,
                                                 const SearchSpace& space, const Goal& goal) {
  BayesianOptions result;
  result.initial_trials = options.value("initial_trials", result.initial_trials);
  return std::make_unique<BayesianStrategy>(space, goal, result);
}

}  // namespace wattle::search
