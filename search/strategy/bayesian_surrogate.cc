// SPDX-License-Identifier: MIT
#include "search/strategy/bayesian_surrogate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "search/gp/leave_one_out.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// The prior's mode and a draw from it.
constexpr int kOtherStarts = 2;

/// The process after its pending points have come out as it expects.
GaussianProcess believe(GaussianProcess model, const MatrixXd& pending) {
  return pending.rows() == 0 ? std::move(model) : model.condition_on(pending, model.mean(pending));
}

std::shared_ptr<const Kernel> make_kernel(const std::vector<Coordinate>& coordinates,
                                          const SurrogateOptions& options) {
  std::optional<InputWarp> warp;
  if (options.warp_inputs) {
    warp.emplace(std::vector(coordinates.begin(), coordinates.end() - options.context.size()));
  }
  return std::make_shared<Kernel>(Embedding(coordinates), options.kernel, std::move(warp));
}

/// From one a coordinate to one a length scale of the kernel.
VectorXd fixed_length_scales(const Embedding& embedding, const VectorXd& of_coordinates) {
  if (of_coordinates.size() == 0) return {};
  VectorXd fixed =
      VectorXd::Constant(embedding.length_scales(), std::numeric_limits<double>::quiet_NaN());
  for (Index k = 0; k < of_coordinates.size(); ++k) {
    fixed[embedding.length_scale_of_coordinate(k)] = of_coordinates[k];
  }
  return fixed;
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
  const auto left = json.value("starts_left", nlohmann::json(0));  // not in older states
  if (!left.is_number_integer() || left < 0 || left > kOtherStarts) return std::nullopt;
  model.starts_left = left.get<int>();
  return model;
}

}  // namespace

SurrogateBuilder::SurrogateBuilder(const std::vector<Coordinate>& coordinates, std::size_t outputs,
                                   const SurrogateOptions& options)
    : kernel_(make_kernel(coordinates, options)),
      fixed_length_scales_(fixed_length_scales(kernel_->embedding(), options.length_scales)),
      prior_(Prior::of_dimension(static_cast<Index>(coordinates.size()), kernel_->warp_shapes())),
      options_(options),
      memory_(outputs + 2) {}

bool SurrogateBuilder::fit_is_due(std::size_t slot, Index observations) const {
  if (!memory_[slot]) return true;
  if (memory_[slot]->starts_left > 0) return true;
  const Index last = memory_[slot]->observations;
  if (observations <= options_.always_refit) return observations != last;
  return has_grown(last, observations, options_.refit_growth);
}

FitSummary SurrogateBuilder::refit(std::size_t slot, const MatrixXd& points,
                                   const VectorXd& outputs, Index total, Rng& rng) {
  FitOptions options;
  options.fixed_length_scales = fixed_length_scales_;
  if (total > options_.always_refit) options.ascent.value_tolerance = options_.rough_tolerance;
  FittedModel next{{}, total, total};
  if (const auto& last = memory_[slot]) {
    const bool search = has_grown(last->searched_at, total, options_.search_growth);
    const bool at_once = search && total <= options_.always_refit;
    options.warm_start = last->hyperparameters;
    options.from_mode = at_once || last->starts_left == kOtherStarts;
    options.prior_draws = at_once || last->starts_left == 1 ? 1 : 0;
    if (!search) next.searched_at = last->searched_at;
    next.starts_left = search && !at_once ? kOtherStarts : std::max(0, last->starts_left - 1);
  }
  const std::vector<Index> rows = thin_rows(points.rows(), options_.max_fitted);
  Fit fitted = fit(*kernel_, prior_, points(rows, Eigen::all), outputs(rows), options, rng);
  next.hyperparameters = std::move(fitted.hyperparameters);
  memory_[slot] = std::move(next);
  return fitted.summary;
}

GaussianProcess SurrogateBuilder::model(std::size_t slot, const MatrixXd& points,
                                        const VectorXd& outputs, Index total, Rng& rng,
                                        nlohmann::json& summary) {
  const bool due = fit_is_due(slot, total);
  if (due) {
    summary = refit(slot, points, outputs, total, rng).to_json();
  } else {
    summary = {{"status", "kept"}, {"fitted_at_observations", memory_[slot]->observations}};
  }
  summary["hyperparameters"] = memory_[slot]->hyperparameters.to_json();
  GaussianProcess result(kernel_, memory_[slot]->hyperparameters, points, outputs);
  if (due) summary["leave_one_out"] = leave_one_out(result).to_json();
  return result;
}

GaussianProcess SurrogateBuilder::in_full(GaussianProcess process) const {
  return options_.context.size() == 0 ? std::move(process) : process.at(options_.context);
}

MatrixXd SurrogateBuilder::in_context(const MatrixXd& points) const {
  MatrixXd result(points.rows(), points.cols() + options_.context.size());
  result.leftCols(points.cols()) = points;
  result.rightCols(options_.context.size()).rowwise() = options_.context.transpose();
  return result;
}

Surrogate SurrogateBuilder::build(const Observations& observations, Index centre, Rng& rng) {
  const Index total = observations.points.rows();
  const Observations kept =
      take_rows(observations, select_rows(observations.points, centre, options_.max_observations));
  const Observations ranked = take_rows(kept, ranked_rows(kept));
  Surrogate result;
  result.numbers = ranked.numbers;
  result.points = ranked.points.leftCols(ranked.points.cols() - options_.context.size());
  result.outputs = ranked.outputs;
  result.means.resize(result.points.rows(), result.outputs.cols());
  result.pending = kept.pending;
  result.pending_means.resize(kept.pending.rows(), result.outputs.cols());
  result.summary = {{"kernel", std::string(to_string(kernel_->family()))},
                    {"warped_inputs", options_.warp_inputs},
                    {"observations", total},
                    {"conditioned_on", kept.points.rows()},
                    {"approximation", total > kept.points.rows() ? "nearest_and_recent" : "none"},
                    {"outputs", nlohmann::json::array()}};
  add_outputs(kept, total, rng, result);
  const bool stopped = !ranked.kinds.empty() && ranked.kinds.front() == RowKind::kStopped;
  if (stopped) result.outputs = result.means;
  if (kept.failed.rows() > 0) {
    const auto tried = static_cast<Index>(trial_rows(observations).size());
    add_failure(kept, tried + kept.failed.rows(), rng, result);
  }
  if (options_.model_joules) add_joules(kept, total, rng, result);
  return result;
}

void SurrogateBuilder::add_outputs(const Observations& kept, Index total, Rng& rng,
                                   Surrogate& into) {
  nlohmann::json summary;
  for (Index q = 0; q < kept.outputs.cols(); ++q) {
    GaussianProcess exact = in_full(
        model(static_cast<std::size_t>(q), kept.points, kept.outputs.col(q), total, rng, summary));
    into.means.col(q) = exact.mean(into.points);
    into.pending_means.col(q) = exact.mean(kept.pending);
    into.models.outputs.push_back(believe(std::move(exact), kept.pending));
    into.summary["outputs"].push_back(summary);
  }
}

void SurrogateBuilder::add_failure(const Observations& kept, Index total, Rng& rng,
                                   Surrogate& into) {
  const Index failed = kept.failed.rows();
  const std::vector<Index> recent =
      select_rows(kept.failed, failed - 1, options_.max_observations / 2);
  const std::vector<Index> tried = trial_rows(kept);
  const auto successes = static_cast<Index>(tried.size());
  const Index d = kept.failed.cols();
  MatrixXd points(successes + static_cast<Index>(recent.size()), d);
  points << kept.points(tried, Eigen::seqN(0, d)), kept.failed(recent, Eigen::all);
  VectorXd indicator = VectorXd::Zero(points.rows());
  indicator.tail(points.rows() - successes).setOnes();
  nlohmann::json summary;
  into.models.failure = believe(
      in_full(model(memory_.size() - 2, in_context(points), indicator, total, rng, summary)),
      kept.pending);
  into.summary["failure"] = summary;
}

void SurrogateBuilder::add_joules(const Observations& kept, Index total, Rng& rng,
                                  Surrogate& into) {
  std::vector<Index> known;
  for (Index i = 0; i < kept.joules.size(); ++i) {
    if (std::isfinite(kept.joules[i])) known.push_back(i);
  }
  nlohmann::json summary = {{"status", "no trial told its joules"}};
  if (!known.empty()) {
    into.joules = in_full(model(memory_.size() - 1, kept.points(known, Eigen::all),
                                kept.joules(known), total, rng, summary));
  }
  into.summary["joules"] = summary;
}

nlohmann::json SurrogateBuilder::state() const {
  nlohmann::json models = nlohmann::json::array();
  for (const std::optional<FittedModel>& model : memory_) {
    models.push_back(model ? nlohmann::json{{"hyperparameters", model->hyperparameters.to_json()},
                                            {"observations", model->observations},
                                            {"searched_at", model->searched_at},
                                            {"starts_left", model->starts_left}}
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
    const Hyperparameters& values = memory.back()->hyperparameters;
    fits = fits && values.length_scales.size() == length_scales &&
           values.warp.size() == kernel_->warp_shapes();
  }
  if (!fits) memory.assign(memory_.size(), std::nullopt);
  memory_ = std::move(memory);
  return true;
}

}  // namespace wattle::search
