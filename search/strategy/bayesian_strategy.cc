// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_strategy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "search/acquisition/confidence_bound.h"
#include "search/acquisition/per_joule.h"
#include "search/strategy/bayesian_fidelity.h"
#include "search/strategy/length_scales.h"
#include "search/strategy/random_strategy.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr int kStateVersion = 3;

/// Observed points that candidates are drawn around.
constexpr Index kCentres = 5;

int initial_trials(const BayesianOptions& options, Index dimension) {
  if (options.initial_trials > 0) return options.initial_trials;
  const int wanted = static_cast<int>(std::min<Index>(2 * (dimension + 1), 10));
  return options.budget.trials ? std::min(wanted, std::max(3, *options.budget.trials / 3)) : wanted;
}

SurrogateOptions surrogate_options(const BayesianOptions& options) {
  SurrogateOptions result = options.surrogate;
  result.model_joules = options.per_joule;
  return result;
}

/// Builds models of one coordinate more, asked where it is 1: at full length.
SurrogateBuilder fidelity_builder(std::vector<Coordinate> coordinates, std::size_t outputs,
                                  SurrogateOptions options) {
  coordinates.emplace_back();
  options.context = VectorXd::Ones(1);
  return {coordinates, outputs, options};
}

/// The best trial's row.
Index best_observation(const Observations& observations, const GoalForm& form) {
  const std::vector<Index> rows = ranked_rows(observations);
  const MatrixXd outputs = observations.outputs(rows, Eigen::all);
  const Index best = best_row(objective_values(outputs, form), feasible_rows(outputs, form));
  return rows[static_cast<std::size_t>(best)];
}

double standard_deviation(const VectorXd& values) {
  return std::sqrt((values.array() - values.mean()).square().mean());
}

}  // namespace

BayesianStrategy::BayesianStrategy(const SearchSpace& space, const Goal& goal,
                                   const BayesianOptions& options)
    : space_(&space),
      goal_(&goal),
      options_(options),
      domain_(space),
      design_(space, options.seed),
      initial_trials_(initial_trials(options, domain_.dimension())),
      builder_(domain_.encoding().coordinates(), goal.form().outputs.size(),
               surrogate_options(options)),
      region_(options.region) {
  if (!options.fidelity) return;
  fidelity_builder_ = fidelity_builder(domain_.encoding().coordinates(), goal.form().outputs.size(),
                                       surrogate_options(options));
}

Observations BayesianStrategy::observed(const History& history) const {
  Observations observations = observe(history, *space_, domain_.encoding(), *goal_);
  const std::optional<int> full = fidelity_builder_ ? full_step(history) : std::nullopt;
  return full ? with_steps(observations, history, *goal_, *full) : observations;
}

SurrogateBuilder& BayesianStrategy::builder_for(const Observations& observations) {
  return observations.kinds.empty() ? builder_ : *fidelity_builder_;
}

Result<Parameters> BayesianStrategy::suggest(const History& history, Rng& rng) {
  prospect_.reset();
  came_from_model_ = false;
  const Observations observations = observed(history);
  if (history.size() < static_cast<std::size_t>(initial_trials_)) {
    return fill_space(history, rng,
                      "the first " + std::to_string(initial_trials_) + " trials fill the space");
  }
  if (observations.points.rows() == 0) {
    return fill_space(history, rng, "no trial has given all the numbers that the goal needs");
  }
  return ask_model(history, observations, rng);
}

Result<Parameters> BayesianStrategy::fill_space(const History& history, Rng& rng,
                                                const std::string& because) {
  explanation_ = {{"suggestion", "initial design"}, {"because", because}};
  return design_.suggest(history, rng);
}

Result<Parameters> BayesianStrategy::ask_model(const History& history,
                                               const Observations& observations, Rng& rng) {
  // Two streams, so that a fit that is not due does not change where the maximum is sought.
  Rng fit_rng(rng.bits());
  Rng search_rng(rng.bits());
  const GoalForm& form = goal_->form();
  const Surrogate surrogate = builder_for(observations)
                                  .build(rank_worse_half(observations, form),
                                         best_observation(observations, form), fit_rng);
  region_.settle(history, *goal_);
  const Turn turn = next_turn(history, surrogate);
  const ChosenAcquisition acquisition = choose_acquisition(
      options_.acquisition, surrogate, form, turn.aim, log_points(),
      options_.per_joule
          ? std::optional(cooled_joules_exponent(history, *goal_, options_.budget, initial_trials_))
          : std::nullopt,
      search_rng);

  const auto excluded = [&](const Parameters& parameters) { return history.has_point(parameters); };
  std::optional<Maximum> maximum =
      maximise(acquisition.get(), domain_, excluded, turn.focus, options_.maximise, search_rng);
  explanation_ = explanation_of(observations, surrogate, acquisition, turn, maximum);
  if (!observations.kinds.empty()) explanation_["full_step"] = *full_step(history);
  if (!maximum) return draw_untried(*space_, history, rng);
  came_from_model_ = true;
  if (turn.centre) region_.expect(next_number(history), *turn.centre);
  if (foresees_) prospect_ = prospect_of(maximum->parameters, surrogate, turn);
  return std::move(maximum->parameters);
}

bool BayesianStrategy::foresee() {
  foresees_ = true;
  builder_.model_joules();
  if (fidelity_builder_) fidelity_builder_->model_joules();
  return true;
}

std::optional<Prospect> BayesianStrategy::prospect_of(const Parameters& parameters,
                                                      const Surrogate& surrogate,
                                                      const Turn& turn) const {
  if (std::holds_alternative<std::monostate>(turn.best) || !surrogate.joules) return std::nullopt;
  const MatrixXd point = domain_.encoding().encode(parameters).transpose();
  const GoalAcquisition improvement(surrogate.models, goal_->form(), turn.best);
  const double log_gain = improvement.values(point)[0];
  const double log_per_joule = PerJoule(improvement, *surrogate.joules, 1.0).values(point)[0];
  return Prospect{std::exp(log_gain), Joules(std::exp(log_gain - log_per_joule))};
}

nlohmann::json BayesianStrategy::explanation_of(const Observations& observations,
                                                const Surrogate& surrogate,
                                                const ChosenAcquisition& acquisition,
                                                const Turn& turn,
                                                const std::optional<Maximum>& maximum) const {
  nlohmann::json result = {{"model", surrogate.summary},
                           {"acquisition", acquisition.name},
                           {"failed", observations.failed.rows()},
                           {"pending", observations.pending.rows()}};
  if (!maximum) {
    result["suggestion"] = "random";
    result["because"] = "every point that the acquisition was evaluated at has been tried";
    return result;
  }
  result["suggestion"] = "model";
  result["log_acquisition"] = maximum->value;
  result["evaluations"] = maximum->evaluations;
  if (turn.centre) result["around"] = {{"trial", *turn.centre}, {"radius", region_.radius()}};
  return result;
}

BayesianStrategy::Turn BayesianStrategy::next_turn(const History& history,
                                                   const Surrogate& surrogate) {
  const GoalForm& form = goal_->form();
  const Believed observed{objective_values(surrogate.means, form),
                          feasible_rows(surrogate.outputs, form)};
  const Believed pending{objective_values(surrogate.pending_means, form),
                         feasible_rows(surrogate.pending_means, form)};
  Turn turn;
  turn.best = turn.aim = aim_beyond(observed, pending);
  std::vector<Index> ranked =
      centre_rows(observed.objectives, observed.feasible, observed.objectives.rows());
  const bool can_exploit =
      options_.exploit && options_.acquisition == AcquisitionKind::kExpectedImprovement &&
      options_.maximise.uniform_candidates == 0 && form.objectives.size() == 1 && !domain_.whole();
  if (can_exploit && next_number(history) % 2 == 1) {
    const Index centre = exploited_row(history, surrogate, ranked);
    turn.centre = surrogate.numbers[static_cast<std::size_t>(centre)];
    turn.focus.neighbourhood = Neighbourhood{surrogate.points.row(centre), region_.radius()};
    if (observed.feasible[static_cast<std::size_t>(centre)]) {
      turn.aim = aim_beyond({observed.objectives.row(centre), {true}},
                            inside(*turn.focus.neighbourhood, surrogate.pending, pending));
    }
    return turn;
  }
  if (double* const best = std::get_if<double>(&turn.aim)) {
    *best -= options_.explored_improvement * standard_deviation(observed.objectives.col(0));
  }
  ranked.resize(std::min(ranked.size(), static_cast<std::size_t>(kCentres)));
  turn.focus.centres = surrogate.points(ranked, Eigen::all);
  return turn;
}

Believed BayesianStrategy::inside(const Neighbourhood& neighbourhood, const MatrixXd& points,
                                  const Believed& believed) const {
  std::vector<Index> rows;
  Believed result;
  for (Index i = 0; i < points.rows(); ++i) {
    if (!neighbourhood.contains(domain_, points.row(i))) continue;
    rows.push_back(i);
    result.feasible.push_back(believed.feasible[static_cast<std::size_t>(i)]);
  }
  result.objectives = believed.objectives(rows, Eigen::all);
  return result;
}

Index BayesianStrategy::exploited_row(const History& history, const Surrogate& surrogate,
                                      const std::vector<Index>& ranked) {
  std::vector<int> numbers;
  numbers.reserve(ranked.size());
  for (const Index row : ranked)
    numbers.push_back(surrogate.numbers[static_cast<std::size_t>(row)]);
  const int centre = region_.centre(numbers, [&](int a, int b) { return distance(history, a, b); });
  const auto place = std::find(numbers.begin(), numbers.end(), centre) - numbers.begin();
  return ranked[static_cast<std::size_t>(place)];
}

double BayesianStrategy::distance(const History& history, int a, int b) const {
  const Trial* const first = find_trial(history, a);
  const Trial* const second = find_trial(history, b);
  if (first == nullptr || second == nullptr || !space_->contains(second->parameters)) {
    return std::numeric_limits<double>::infinity();
  }
  const Encoding& encoding = domain_.encoding();
  return std::sqrt(
      squared_distance(encoding.encode(first->parameters), encoding.encode(second->parameters)) /
      static_cast<double>(domain_.dimension()));
}

double BayesianStrategy::log_points() const {
  return domain_.whole() ? std::log(static_cast<double>(domain_.whole()->rows()))
                         : log_points_of_continuum(domain_.dimension());
}

nlohmann::json BayesianStrategy::state() const {
  return {{"version", kStateVersion},
          {"models", builder_.state()},
          {"fidelity_models", fidelity_builder_ ? fidelity_builder_->state() : nlohmann::json()},
          {"region", region_.state()}};
}

Result<void> BayesianStrategy::restore(const nlohmann::json& state) {
  const auto refusal = fail(ErrorCode::kCorrupt, "this is no state of a Bayesian strategy");
  if (!state.is_object() || state.size() != 4) return refusal;
  for (const char* name : {"version", "models", "fidelity_models", "region"}) {
    if (!state.contains(name)) return refusal;
  }
  TrustRegion region(options_.region);
  SurrogateBuilder builder = builder_;
  std::optional<SurrogateBuilder> fidelity_builder = fidelity_builder_;
  const nlohmann::json& fidelity_models = state["fidelity_models"];
  if (state["version"] != kStateVersion || !region.restore(state["region"]) ||
      !builder.restore(state["models"]) ||
      (fidelity_builder && !fidelity_models.is_null() &&
       !fidelity_builder->restore(fidelity_models))) {
    return refusal;
  }
  region_ = std::move(region);
  builder_ = std::move(builder);
  fidelity_builder_ = std::move(fidelity_builder);
  return {};
}

std::unique_ptr<Strategy> make_bayesian_strategy(const nlohmann::json& options,
                                                 const SearchSpace& space, const Goal& goal,
                                                 std::uint64_t seed, const Budget& budget) {
  BayesianOptions result;
  result.seed = seed;
  result.initial_trials = options.value("initial_trials", result.initial_trials);
  result.budget = budget;
  result.per_joule = options.value("per_joule", result.per_joule);
  result.fidelity = options.value("fidelity", result.fidelity);
  result.acquisition =
      acquisition_kind(options.value("acquisition", "")).value_or(result.acquisition);
  SurrogateOptions& surrogate = result.surrogate;
  surrogate.kernel = kernel_family(options.value("kernel", "")).value_or(surrogate.kernel);
  surrogate.warp_inputs = options.value("warp_inputs", surrogate.warp_inputs);
  if (const auto written = options.find("length_scales"); written != options.end()) {
    surrogate.length_scales = encoded_length_scales(*written, space);
  }
  result.maximise.uniform_candidates =
      options.value("candidates", result.maximise.uniform_candidates);
  return std::make_unique<BayesianStrategy>(space, goal, result);
}

}  // namespace wattle::search
