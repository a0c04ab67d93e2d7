// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_surrogate.h"

#include <string>
#include <utility>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// The process after its pending points have come out as it expects.
GaussianProcess believe(const GaussianProcess& model, const MatrixXd& pending) {
  return pending.rows() == 0 ? model : model.condition_on(pending, model.mean(pending));
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
    : kernel_(std::make_shared<Kernel>(Embedding(coordinates), KernelFamily::kMatern52)),
      prior_(Prior::of_dimension(static_cast<Index>(coordinates.size()))),
      options_(options),
      memory_(outputs + 1) {}

bool SurrogateBuilder::fit_is_due(std::size_t slot, Index observations) const {
  if (!memory_[slot]) return true;
  const Index last = memory_[slot]->observations;
  if (observations <= options_.always_refit) return observations != last;
  return static_cast<double>(observations) >=
         (1.0 + options_.refit_growth) * static_cast<double>(last);
}

GaussianProcess SurrogateBuilder::model(std::size_t slot, const MatrixXd& points,
                                        const VectorXd& outputs, Index total, Rng& rng,
                                        nlohmann::json& summary) {
  if (fit_is_due(slot, total)) {
    const std::vector<Index> rows = thin_rows(points.rows(), options_.max_fitted);
    FitOptions options;
    Index searched_at = total;
    if (const auto& last = memory_[slot]) {
      options.warm_start = last->hyperparameters;
      if (static_cast<double>(total) <
          (1.0 + options_.search_growth) * static_cast<double>(last->searched_at)) {
        options.from_prior = false;
        searched_at = last->searched_at;
      }
    }
    const Fit fitted = fit(*kernel_, prior_, points(rows, Eigen::all), outputs(rows), options, rng);
    memory_[slot] = FittedModel{fitted.hyperparameters, total, searched_at};
    summary = fitted.summary.to_json();
  } else {
    summary = {{"status", "kept"}, {"fitted_at_observations", memory_[slot]->observations}};
  }
  summary["hyperparameters"] = memory_[slot]->hyperparameters.to_json();
  return {kernel_, memory_[slot]->hyperparameters, points, outputs};
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
                    {"observations", total},
                    {"conditioned_on", result.points.rows()},
                    {"approximation", total > result.points.rows() ? "nearest_and_recent" : "none"},
                    {"outputs", nlohmann::json::array()}};
  nlohmann::json summary;
  for (Index q = 0; q < result.outputs.cols(); ++q) {
    const GaussianProcess exact = model(static_cast<std::size_t>(q), result.points,
                                        result.outputs.col(q), total, rng, summary);
    result.means.col(q) = exact.mean(result.points);
    result.models.outputs.push_back(believe(exact, observations.pending));
    result.summary["outputs"].push_back(summary);
  }
  if (const Index failed = observations.failed.rows(); failed > 0) {
    const std::vector<Index> recent =
        select_rows(observations.failed, failed - 1, options_.max_observations / 2);
    MatrixXd points(result.points.rows() + static_cast<Index>(recent.size()), result.points.cols());
    points << result.points, observations.failed(recent, Eigen::all);
    VectorXd indicator = VectorXd::Zero(points.rows());
    indicator.tail(static_cast<Index>(recent.size())).setOnes();
    const GaussianProcess exact =
        model(memory_.size() - 1, points, indicator, total + failed, rng, summary);
    result.models.failure = believe(exact, observations.pending);
    result.summary["failure"] = summary;
  }
  return result;
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
  if (!state.is_array() || state.size() != memory_.size()) return false;
  std::vector<std::optional<FittedModel>> memory(memory_.size());
  for (std::size_t i = 0; i < memory.size(); ++i) {
    const nlohmann::json& json = state[i];
    if (json.is_null()) continue;
    const auto fitted = fitted_model(json);
    if (!fitted ||
        fitted->hyperparameters.length_scales.size() != kernel_->embedding().length_scales()) {
      return false;
    }
    memory[i] = *fitted;
  }
  memory_ = std::move(memory);
  return true;
}

}  // namespace wattle::search
