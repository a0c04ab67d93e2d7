// SPDX-License-Identifier: MIT
#include "search/gp/fit.h"

#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "search/gp/linear_algebra.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

nlohmann::json FitSummary::to_json() const {
  return {{"status", std::string(to_string(status))},
          {"starts", starts},
          {"evaluations", evaluations},
          {"jitter_rung", jitter_rung},
          {"log_posterior", log_posterior},
          {"observations", observations}};
}

LogPosterior::LogPosterior(const Kernel& kernel, const Prior& prior, const MatrixXd& points,
                           const VectorXd& outputs)
    : kernel_(&kernel),
      prior_(prior),
      points_(points),
      outputs_(Standardisation::of(outputs).apply(outputs)) {
  assert(prior.warp_shapes == kernel.warp_shapes());
}

double LogPosterior::operator()(const VectorXd& theta, VectorXd* gradient) const {
  const Hyperparameters values = Hyperparameters::from_log(theta, kernel_->warp_shapes());
  const MatrixXd columns = kernel_->columns(points_, values);
  const Kernel::Parts parts = kernel_->parts(columns, columns, values);
  const Cholesky factor = factorise(parts.covariance, values.noise_variance);
  if (!factor.positive_definite) return -std::numeric_limits<double>::infinity();
  MatrixXd solved = outputs_;
  solve_lower(factor.lower, solved);
  const auto n = static_cast<double>(outputs_.size());
  const double log_likelihood = -0.5 * solved.squaredNorm() -
                                factor.lower.diagonal().array().log().sum() -
                                0.5 * n * std::log(2.0 * std::numbers::pi);
  if (gradient != nullptr) {
    solve_lower_transposed(factor.lower, solved);
    const VectorXd alpha = solved.col(0);
    MatrixXd weights = inverse(factor.lower);
    for (Index j = 0; j < weights.cols(); ++j) {
      weights.col(j) = 0.5 * (alpha[j] * alpha - weights.col(j));
    }
    const Index p = values.length_scales.size();
    *gradient = prior_.gradient(theta);
    gradient->head(p) += kernel_->length_scale_gradient(weights, parts, columns, values);
    (*gradient)[p] += weights.cwiseProduct(parts.covariance).sum();
    (*gradient)[p + 1] += values.noise_variance * weights.trace();
    gradient->tail(kernel_->warp_shapes()) +=
        kernel_->warp_gradient(weights, parts, columns, points_, values);
  }
  return log_likelihood + prior_.log_density(theta);
}

int LogPosterior::jitter_rung(const VectorXd& theta) const {
  const Hyperparameters values = Hyperparameters::from_log(theta, kernel_->warp_shapes());
  const MatrixXd columns = kernel_->columns(points_, values);
  return factorise(kernel_->covariance(columns, columns, values), values.noise_variance).rung;
}

Fit fit(const Kernel& kernel, const Prior& prior, const MatrixXd& points, const VectorXd& outputs,
        const FitOptions& options, Rng& rng) {
  const Index p = kernel.embedding().length_scales();
  std::vector<VectorXd> starts;
  if (options.warm_start && options.warm_start->length_scales.size() == p &&
      options.warm_start->warp.size() == kernel.warp_shapes()) {
    starts.push_back(options.warm_start->to_log());
  }
  if (starts.empty() || options.from_mode) starts.push_back(prior.mode(p));
  for (int i = 0; i < options.prior_draws; ++i) starts.push_back(prior.draw(p, rng));

  const LogPosterior log_posterior(kernel, prior, points, outputs);
  Bounds bounds = Bounds::of_hyperparameters(p, kernel.warp_shapes());
  bounds.hold_length_scales(options.fixed_length_scales);
  Fit result;
  VectorXd best = prior.mode(p).cwiseMax(bounds.lower).cwiseMin(bounds.upper);
  result.summary.observations = points.rows();
  result.summary.log_posterior = -std::numeric_limits<double>::infinity();
  for (const VectorXd& start : starts) {
    const Ascent ascent = ascend(log_posterior, start, bounds.lower, bounds.upper, options.ascent);
    ++result.summary.starts;
    result.summary.evaluations += ascent.evaluations;
    if (ascent.value > result.summary.log_posterior) {
      best = ascent.point;
      result.summary.log_posterior = ascent.value;
      result.summary.status = ascent.status;
    }
  }
  result.summary.jitter_rung = log_posterior.jitter_rung(best);
  result.hyperparameters = Hyperparameters::from_log(best, kernel.warp_shapes());
  return result;
}

}  // namespace wattle::search
