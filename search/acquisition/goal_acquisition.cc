// SPDX-License-Identifier: MIT
#include "search/acquisition/goal_acquisition.h"

#include <cmath>
#include <utility>

#include "search/acquisition/confidence_bound.h"
#include "search/acquisition/log_probability_of_feasibility.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double objective_deviation(const OutputModels& models, const VectorXd& weights) {
  double variance = 0.0;
  for (Index q = 0; q < weights.size(); ++q) {
    const double scale = models.outputs[static_cast<std::size_t>(q)].standardisation().scale;
    variance += weights[q] * weights[q] * scale * scale;
  }
  return std::sqrt(variance);
}

GoalAcquisition::GoalAcquisition(const OutputModels& models, const GoalForm& form, Aim aim)
    : models_(&models), form_(&form), aim_(std::move(aim)) {
  for (const std::vector<double>& weights : form.objectives) {
    objectives_.emplace_back(
        Eigen::Map<const VectorXd>(weights.data(), static_cast<Index>(weights.size())));
  }
}

std::string_view GoalAcquisition::name() const {
  const bool constrained = !form_->constraints.empty() || models_->failure.has_value();
  if (std::holds_alternative<std::monostate>(aim_)) return "log_probability_of_feasibility";
  if (std::holds_alternative<ConfidenceBound>(aim_)) {
    return constrained ? "constrained_lower_confidence_bound" : "lower_confidence_bound";
  }
  if (std::holds_alternative<Front>(aim_)) {
    return constrained ? "constrained_log_expected_hypervolume_improvement"
                       : "log_expected_hypervolume_improvement";
  }
  return constrained ? "constrained_log_expected_improvement" : "log_expected_improvement";
}

std::vector<const GaussianProcess*> GoalAcquisition::models() const {
  std::vector<const GaussianProcess*> result;
  for (const GaussianProcess& model : models_->outputs) result.push_back(&model);
  if (models_->failure) result.push_back(&*models_->failure);
  return result;
}

double GoalAcquisition::add_aim(const Moments& moments, Moments& slopes) const {
  const auto outputs = static_cast<Index>(models_->outputs.size());
  const auto mean_of = [&](const VectorXd& w) { return w.dot(moments.mean.head(outputs)); };
  const auto variance_of = [&](const VectorXd& w) {
    return w.cwiseAbs2().dot(moments.variance.head(outputs));
  };
  const auto add_slopes = [&](const VectorXd& w, double mean_slope, double variance_slope) {
    slopes.mean.head(outputs) += mean_slope * w;
    slopes.variance.head(outputs) += variance_slope * w.cwiseAbs2();
  };
  if (const double* best = std::get_if<double>(&aim_)) {
    const VectorXd& w = objectives_[0];
    const NormalFunction term = log_expected_improvement(mean_of(w), variance_of(w), *best);
    add_slopes(w, term.mean_slope, term.variance_slope);
    return term.value;
  }
  if (const ConfidenceBound* bound = std::get_if<ConfidenceBound>(&aim_)) {
    const VectorXd& w = objectives_[0];
    const double unit = objective_deviation(*models_, w);
    const NormalFunction term = negative_lower_confidence_bound(
        mean_of(w) / unit, variance_of(w) / (unit * unit), bound->beta);
    add_slopes(w, term.mean_slope / unit, term.variance_slope / (unit * unit));
    return term.value;
  }
  if (const Front* front = std::get_if<Front>(&aim_)) {
    const VectorXd& a = objectives_[0];
    const VectorXd& b = objectives_[1];
    const PairFunction term = log_expected_hypervolume_improvement(
        {mean_of(a), mean_of(b)}, {variance_of(a), variance_of(b)}, *front);
    add_slopes(a, term.mean_slope[0], term.variance_slope[0]);
    add_slopes(b, term.mean_slope[1], term.variance_slope[1]);
    return term.value;
  }
  return 0.0;
}

double GoalAcquisition::combine(const Moments& moments, Moments& slopes) const {
  slopes.mean = VectorXd::Zero(moments.mean.size());
  slopes.variance = VectorXd::Zero(moments.mean.size());
  double sum = add_aim(moments, slopes);
  const auto require = [&](Index output, double limit) {
    const NormalFunction term =
        log_probability_of_feasibility(moments.mean[output], moments.variance[output], limit);
    slopes.mean[output] += term.mean_slope;
    slopes.variance[output] += term.variance_slope;
    sum += term.value;
  };
  for (const GoalForm::Constraint& constraint : form_->constraints) {
    require(constraint.output, constraint.limit);
  }
  if (models_->failure) require(moments.mean.size() - 1, kFailureLimit);
  return sum;
}

VectorXd GoalAcquisition::values(const MatrixXd& points) const {
  std::vector<Posterior> posteriors;
  for (const GaussianProcess* model : models()) posteriors.push_back(model->posterior(points));
  const auto count = static_cast<Index>(posteriors.size());
  Moments moments{VectorXd(count), VectorXd(count)};
  Moments slopes;
  VectorXd result(points.rows());
  for (Index i = 0; i < points.rows(); ++i) {
    for (Index q = 0; q < count; ++q) {
      moments.mean[q] = posteriors[static_cast<std::size_t>(q)].mean[i];
      moments.variance[q] = posteriors[static_cast<std::size_t>(q)].variance[i];
    }
    result[i] = combine(moments, slopes);
  }
  return result;
}

double GoalAcquisition::value(const VectorXd& point, VectorXd& gradient) const {
  std::vector<PosteriorGradient> posteriors;
  for (const GaussianProcess* model : models()) {
    posteriors.push_back(model->posterior_gradient(point));
  }
  const auto count = static_cast<Index>(posteriors.size());
  Moments moments{VectorXd(count), VectorXd(count)};
  Moments slopes;
  for (Index q = 0; q < count; ++q) {
    moments.mean[q] = posteriors[static_cast<std::size_t>(q)].mean;
    moments.variance[q] = posteriors[static_cast<std::size_t>(q)].variance;
  }
  const double result = combine(moments, slopes);
  gradient = VectorXd::Zero(point.size());
  for (Index q = 0; q < count; ++q) {
    const PosteriorGradient& posterior = posteriors[static_cast<std::size_t>(q)];
    gradient +=
        slopes.mean[q] * posterior.mean_gradient + slopes.variance[q] * posterior.variance_gradient;
  }
  return result;
}

}  // namespace wattle::search
