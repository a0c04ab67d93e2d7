// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_normal.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <utility>

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Of the reciprocal condition of C: below it, C is singular to working precision.
constexpr double kLeastCondition = 1e-14;

double effective_size(const VectorXd& weights) { return 1.0 / weights.squaredNorm(); }

}  // namespace

CmaEsRates::CmaEsRates(Index dimension, int population) : weights(population / 2) {
  const double n = std::max(1.0, static_cast<double>(dimension));
  for (Index i = 0; i < weights.size(); ++i) {
    weights[i] = std::log(0.5 * (population + 1)) - std::log(static_cast<double>(i + 1));
  }
  weights /= weights.sum();
  const double mu_eff = effective_size(weights);
  step_path = (mu_eff + 2.0) / (n + mu_eff + 5.0);
  damping = 1.0 + 2.0 * std::max(0.0, std::sqrt((mu_eff - 1.0) / (n + 1.0)) - 1.0) + step_path;
  covariance_path = (4.0 + mu_eff / n) / (n + 4.0 + 2.0 * mu_eff / n);
  rank_one = 2.0 / ((n + 1.3) * (n + 1.3) + mu_eff);
  rank_mu = std::min(1.0 - rank_one,
                     2.0 * (0.25 + mu_eff + 1.0 / mu_eff - 2.0) / ((n + 2.0) * (n + 2.0) + mu_eff));
  expected_norm = std::sqrt(n) * (1.0 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n));
}

CmaEsNormal::CmaEsNormal(VectorXd mean, double step_size, int population)
    : rates_(mean.size(), population),
      mean_(std::move(mean)),
      step_size_(step_size),
      covariance_(MatrixXd::Identity(mean_.size(), mean_.size())),
      factor_(covariance_),
      step_path_(VectorXd::Zero(mean_.size())),
      covariance_path_(VectorXd::Zero(mean_.size())) {}

VectorXd CmaEsNormal::deviations() const { return step_size_ * covariance_.diagonal().cwiseSqrt(); }

/// L^-1 y_i, shortened.
MatrixXd CmaEsNormal::normalised_steps(const MatrixXd& points, const VectorXd& widening) const {
  MatrixXd steps = points.colwise() - mean_;
  steps.array().colwise() /= step_size_ * widening.array();
  factor_.triangularView<Eigen::Lower>().solveInPlace(steps);
  const auto n = static_cast<double>(mean_.size());
  const double longest = std::sqrt(n) + 2.0 * n / (n + 2.0);
  for (auto step : steps.colwise()) step *= std::min(1.0, longest / step.norm());
  return steps;
}

void CmaEsNormal::update(const MatrixXd& points, const VectorXd& widening) {
  if (mean_.size() == 0) return;
  const MatrixXd normalised = normalised_steps(points, widening);
  const MatrixXd steps = factor_.triangularView<Eigen::Lower>() * normalised;
  VectorXd weights = rates_.weights.head(steps.cols());
  weights /= weights.sum();

  ++generation_;
  mean_.array() += step_size_ * widening.array() * (steps * weights).array();
  adapt_step_size(normalised * weights, effective_size(weights));
  adapt_covariance(steps, weights);
}

void CmaEsNormal::adapt_step_size(const VectorXd& normalised_step, double mu_eff) {
  const double c = rates_.step_path;
  step_path_ = (1.0 - c) * step_path_ + std::sqrt(c * (2.0 - c) * mu_eff) * normalised_step;
  const double growth = c / rates_.damping * (step_path_.norm() / rates_.expected_norm - 1.0);
  step_size_ *= std::exp(std::min(1.0, growth));
}

void CmaEsNormal::adapt_covariance(const MatrixXd& steps, const VectorXd& weights) {
  const auto n = static_cast<double>(mean_.size());
  const double c = rates_.covariance_path;
  // A path that is long because the step size lags behind says nothing of the shape.
  const double settled = std::sqrt(1.0 - std::pow(1.0 - rates_.step_path, 2.0 * generation_));
  const bool usual = step_path_.norm() / settled < (1.4 + 2.0 / (n + 1.0)) * rates_.expected_norm;
  covariance_path_ *= 1.0 - c;
  if (usual) {
    covariance_path_ += std::sqrt(c * (2.0 - c) * effective_size(weights)) * (steps * weights);
  }
  const double lost = usual ? 0.0 : rates_.rank_one * c * (2.0 - c);
  MatrixXd next = (1.0 + lost - rates_.rank_one - rates_.rank_mu) * covariance_;
  next += rates_.rank_one * covariance_path_ * covariance_path_.transpose();
  next += rates_.rank_mu * steps * weights.asDiagonal() * steps.transpose();

  const Eigen::LLT<MatrixXd> cholesky(next);
  // Negated, so that a condition that is not a number counts as singular.
  degenerate_ = cholesky.info() != Eigen::Success || !(cholesky.rcond() > kLeastCondition);
  if (degenerate_) return;
  covariance_ = std::move(next);
  factor_ = cholesky.matrixL();
}

}  // namespace wattle::search
