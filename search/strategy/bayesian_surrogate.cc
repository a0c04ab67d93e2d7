// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_surrogate.h"

#include <cmath>
#include <string>
#include <utility>

#include "search/gp/leave_one_out.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// The process after its pending points have come out as it expects.
GaussianProcess believe(const GaussianProcess& model, const MatrixXd& pending) {
  return pending.rows() == 0 ? model : model.condition_on(pending, model.mean(pending));
}

std::shared_ptr<const Kernel> make_kernel(const std::vector<Coordinate>& coordinates,
                                          const SurrogateOptions& options) {
  return std::make_shared<Kernel>(
      Embedding(coordinates), options.kernel,
      options.warp_inputs ? std::optional(InputWarp(coordinates)) : std::nullopt);
}

/// True when there are at least `share` more observations than there were.
bool has_grown(Index before, Index now, double share) {
  return static_cast<double>(now) >= (1.0 + share) * static_cast<double>(before);
}

/// nullopt unless every member is there and makes sense.
std::optional<FittedModel> fitted_model(const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("hyperparameters")) return std::nullopt;
  const auto hyperparameters = Hyperparameters::from_json(json["hyperparameters"]);
  if (!hyperparameters) return std::nullopt;
  FittedModel model{*hyperparameters};
  for (const auto& [name, count] : {std::pair{"observations", &model.observations},
                                    std::pair{"searched_at", &model.searched_at}}) {
    if (!json.contains(name) || !json[name].is_number_integer()) return std::nullopt;
    *count = json[name].get<Index>();
    if (*count < 1) return std::nullopt;
  }
  return model;
}

}  // namespace

SurrogateBuilder::SurrogateBuilder(const std::vector<Coordinate>& coordinates, std::size_t outputs,
                                   SurrogateOptions options)
    : kernel_(make_kernel(coordinates, options)),
      prior_(Prior::of_dimension(static_cast<Index>(coordinates.size()))),
      options_(options),
      memory_(outputs + 2) {
  prior_.warp_shapes = kernel_->warp_shapes();
}

bool SurrogateBuilder::fit_is_due(std::size_t slot, Index observations) const {
  if (!memory_[slot]) return true;
  const Index last = memory_[slot]->observations;
  if (observations <= options_.always_refit) return observations != last;
  return has_grown(last, observations, options_.refit_growth);
}

GaussianProcess SurrogateBuilder::model(std::size_t slot, const MatrixXd& points,
                                        const VectorXd& outputs, Index total, Rng& rng,
                                        nlohmann::json& summary) {
  const bool due = fit_is_due(slot, total);
  if (due) {
    const std::vector<Index> rows = thin_rows(points.rows(), options_.max_fitted);
    FitOptions options;
    Index searched_at = total;
    if (const auto& last = memory_[slot]) {
      options.warm_start = last->hyperparameters;
      options.from_prior = has_grown(last->searched_at, total, options_.search_growth);
      if (!options.from_prior) searched_at = last->searched_at;
    }
    const Fit fitted = fit(*kernel_, prior_, points(rows, Eigen::all), outputs(rows), options, rng);
    memory_[slot] = FittedModel{fitted.hyperparameters, total, searched_at};
    summary = fitted.summary.to_json();
  } else {
    summary = {{"status", "kept"}, {"fitted_at_observations", memory_[slot]->observations}};
  }
  summary["hyperparameters"] = memory_[slot]->hyperparameters.to_json();
  GaussianProcess result(kernel_, memory_[slot]->hyperparameters, points, outputs);
  if (due) summary["leave_one_out"] = leave_one_out(result).to_json();
  return result;
}

Surrogate SurrogateBuilder::build(const Observations& observations, Index centre, Rng& rng) {
  const Index total = observations.points.rows();
  const std::vector<Index> rows =
      select_rows(observations.points, centre, options_.max_observations);
  Surrogate result;
  for (const Index row : rows) {
    result.numbers.push_back(observations.numbers[static_cast<std::size_t>(row)]);
  }
  result.points = observations.points(rows, Eigen::all);
  result.outputs = observations.outputs(rows, Eigen::all);
  result.means.resize(result.points.rows(), result.outputs.cols());
  result.summary = {{"kernel", std::string(to_string(kernel_->family()))},
                    {"warped_inputs", options_.warp_inputs},
                    {"observations", total},
                    {"conditioned_on", result.points.rows()},
                    {"approximation", total > result.points.rows() ? "nearest_and_recent" : "none"},
                    {"outputs", nlohmann::json::array()}};
  add_outputs(observations, rng, result);
  if (observations.failed.rows() > 0) add_failure(observations, rng, result);
  if (options_.model_joules) add_joules(observations.joules(rows), observations, rng, result);
  return result;
}

void SurrogateBuilder::add_outputs(const Observations& observations, Rng& rng, Surrogate& into) {
  nlohmann::json summary;
  for (Index q = 0; q < into.outputs.cols(); ++q) {
    const GaussianProcess exact =
        model(static_cast<std::size_t>(q), into.points, into.outputs.col(q),
              observations.points.rows(), rng, summary);
    into.means.col(q) = exact.mean(into.points);
    into.models.outputs.push_back(believe(exact, observations.pending));
    into.summary["outputs"].push_back(summary);
  }
}

void SurrogateBuilder::add_failure(const Observations& observations, Rng& rng, Surrogate& into) {
  const Index failed = observations.failed.rows();
  const std::vector<Index> recent =
      select_rows(observations.failed, failed - 1, options_.max_observations / 2);
  MatrixXd points(into.points.rows() + static_cast<Index>(recent.size()), into.points.cols());
  points << into.points, observations.failed(recent, Eigen::all);
  VectorXd indicator = VectorXd::Zero(points.rows());
  indicator.tail(static_cast<Index>(recent.size())).setOnes();
  nlohmann::json summary;
  const GaussianProcess exact = model(memory_.size() - 2, points, indicator,
                                      observations.points.rows() + failed, rng, summary);
  into.models.failure = believe(exact, observations.pending);
  into.summary["failure"] = summary;
}

void SurrogateBuilder::add_joules(const VectorXd& joules, const Observations& observations,
                                  Rng& rng, Surrogate& into) {
  std::vector<Index> known;
  for (Index i = 0; i < joules.size(); ++i) {
    if (std::isfinite(joules[i])) known.push_back(i);
  }
  nlohmann::json summary = {{"status", "no trial told its joules"}};
  if (!known.empty()) {
    into.joules = model(memory_.size() - 1, into.points(known, Eigen::all), joules(known),
                        observations.points.rows(), rng, summary);
  }
  into.summary["joules"] = summary;
}

nlohmann::json SurrogateBuilder::state() const {
  nlohmann::json models = nlohmann::json::array();
  for (const std::optional<FittedModel>& model : memory_) {
    models.push_back(model ? nlohmann::json{{"hyperparameters", model->hyperparameters.to_json()},
                                            {"observations", model->observations},
                                            {"searched_at", model->searched_at}}
                           : nlohmann::json());
  }
  return models;
}

bool SurrogateBuilder::restore(const nlohmann::json& state) {
  if (!state.is_array()) return false;
  const Index length_scales = kernel_->embedding().length_scales();
  bool fits = state.size() == memory_.size();
  std::vector<std::optional<FittedModel>> memory;
  for (const nlohmann::json& json : state) {
    memory.push_back(json.is_null() ? std::nullopt : fitted_model(json));
    if (json.is_null()) continue;
    if (!memory.back()) return false;
    fits = fits && memory.back()->hyperparameters.length_scales.size() == length_scales;
  }
  if (!fits) memory.assign(memory_.size(), std::nullopt);
  memory_ = std::move(memory);
  return true;
}

}  // namespace wattle::search
