// SPDX-License-Identifier: MIT
#include "search/acquisition/goal_acquisition.h"

#include <array>
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
  if (std::holds_alternative<ImprovementProbability>(aim_)) {
    return constrained ? "constrained_log_probability_of_improvement"
                       : "log_probability_of_improvement";
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

NormalFunction GoalAcquisition::worth(double mean, double variance) const {
  if (const double* best = std::get_if<double>(&aim_)) {
    return log_expected_improvement(mean, variance, *best);
  }
  if (const auto* probability = std::get_if<ImprovementProbability>(&aim_)) {
    return log_probability_of_feasibility(mean, variance, probability->mark);
  }
  if (const ConfidenceBound* bound = std::get_if<ConfidenceBound>(&aim_)) {
    const double unit = objective_deviation(*models_, objectives_[0]);
    const NormalFunction term =
        negative_lower_confidence_bound(mean / unit, variance / (unit * unit), bound->beta);
    return {term.value, term.mean_slope / unit, term.variance_slope / (unit * unit)};
  }
  return {};
}

double GoalAcquisition::add_front(const Front& front, const Moments& moments,
                                  Moments& slopes) const {
  std::array<double, 2> means{};
  std::array<double, 2> variances{};
  for (std::size_t j = 0; j < means.size(); ++j) {
    means[j] = objectives_[j].dot(moments.mean.head(objectives_[j].size()));
    variances[j] = objectives_[j].cwiseAbs2().dot(moments.variance.head(objectives_[j].size()));
  }
  const PairFunction term = log_expected_hypervolume_improvement(means, variances, front);
  for (std::size_t j = 0; j < means.size(); ++j) {
    const VectorXd& w = objectives_[j];
    slopes.mean.head(w.size()) += term.mean_slope[j] * w;
    slopes.variance.head(w.size()) += term.variance_slope[j] * w.cwiseAbs2();
  }
  return term.value;
}

double GoalAcquisition::add_aim(const Moments& moments, Moments& slopes) const {
  if (const Front* front = std::get_if<Front>(&aim_)) return add_front(*front, moments, slopes);
  const VectorXd& w = objectives_[0];
  const NormalFunction term =
      worth(w.dot(moments.mean.head(w.size())), w.cwiseAbs2().dot(moments.variance.head(w.size())));
  slopes.mean.head(w.size()) += term.mean_slope * w;
  slopes.variance.head(w.size()) += term.variance_slope * w.cwiseAbs2();
  return term.value;
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
