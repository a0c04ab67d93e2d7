// SPDX-License-Identifier: MIT
#include "search/gp/gaussian_process.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "search/gp/blocks.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// s^2 - |L^-1 k|^2 carries a rounding error of this order times s^2.
constexpr double kVarianceFloor = 1e-15;

MatrixXd stack(const MatrixXd& above, const MatrixXd& below) {
  MatrixXd result(above.rows() + below.rows(), above.cols());
  result << above, below;
  return result;
}

}  // namespace

GaussianProcess::GaussianProcess(std::shared_ptr<const Kernel> kernel,
                                 Hyperparameters hyperparameters, const MatrixXd& points,
                                 const VectorXd& outputs)
    : kernel_(std::move(kernel)),
      hyperparameters_(std::move(hyperparameters)),
      standardisation_(Standardisation::of(outputs)),
      columns_(kernel_->columns(points, hyperparameters_)) {
  factor_ = factorise(kernel_->covariance(columns_, columns_, hyperparameters_),
                      hyperparameters_.noise_variance);
  whitened_ = standardisation_.apply(outputs);
  solve_lower(factor_.lower, whitened_);
  weights_ = whitened_;
  solve_lower_transposed(factor_.lower, weights_);
}

GaussianProcess GaussianProcess::condition_on(const MatrixXd& points,
                                              const VectorXd& outputs) const {
  const Index n = observations();
  const Index k = points.rows();
  GaussianProcess result = *this;
  if (k == 0) return result;
  const MatrixXd columns = kernel_->columns(points, hyperparameters_);
  MatrixXd cross = kernel_->covariance(columns_, columns, hyperparameters_);  // n x k
  solve_lower(factor_.lower, cross);
  MatrixXd corner = kernel_->covariance(columns, columns, hyperparameters_);
  corner -= multiply(cross.transpose(), cross);
  const Cholesky extension = factorise(corner, hyperparameters_.noise_variance + factor_.jitter);

  result.columns_ = stack(columns_, columns);
  result.factor_.lower = MatrixXd::Zero(n + k, n + k);
  result.factor_.lower.topLeftCorner(n, n) = factor_.lower;
  result.factor_.lower.bottomLeftCorner(k, n) = cross.transpose();
  result.factor_.lower.bottomRightCorner(k, k) = extension.lower;
  result.factor_.rung = std::max(factor_.rung, extension.rung);
  result.factor_.positive_definite = factor_.positive_definite && extension.positive_definite;

  MatrixXd fresh = standardisation_.apply(outputs);
  fresh -= multiply(cross.transpose(), whitened_);
  solve_lower(extension.lower, fresh);
  result.whitened_ = stack(whitened_, fresh);
  result.weights_ = result.whitened_;
  solve_lower_transposed(result.factor_.lower, result.weights_);
  return result;
}

GaussianProcess GaussianProcess::at(const VectorXd& context) const {
  GaussianProcess result = *this;
  result.kernel_ = std::make_shared<Kernel>(kernel_->at(context));
  return result;
}

VectorXd GaussianProcess::mean(const MatrixXd& points) const {
  VectorXd result(points.rows());
  for_each_block(points.rows(), [&](Index first, Index count) {
    const MatrixXd columns = kernel_->columns(points.middleRows(first, count), hyperparameters_);
    const MatrixXd cross = kernel_->covariance(columns, columns_, hyperparameters_);
    result.segment(first, count) = multiply(cross, weights_);
  });
  return standardisation_.mean + standardisation_.scale * result.array();
}

Posterior GaussianProcess::posterior(const MatrixXd& points) const {
  const double signal = hyperparameters_.signal_variance;
  Posterior result{VectorXd(points.rows()), VectorXd(points.rows())};
  for_each_block(points.rows(), [&](Index first, Index count) {
    const MatrixXd columns = kernel_->columns(points.middleRows(first, count), hyperparameters_);
    MatrixXd cross = kernel_->covariance(columns_, columns, hyperparameters_);  // n x count
    result.mean.segment(first, count) = cross.transpose() * weights_.col(0);
    solve_lower(factor_.lower, cross);
    result.variance.segment(first, count) =
        (signal - cross.colwise().squaredNorm().transpose().array()).max(kVarianceFloor * signal);
  });
  const double scale = standardisation_.scale;
  result.mean = standardisation_.mean + scale * result.mean.array();
  result.variance *= scale * scale;
  return result;
}

MatrixXd GaussianProcess::posterior_covariance(const MatrixXd& points) const {
  const MatrixXd columns = kernel_->columns(points, hyperparameters_);
  MatrixXd cross = kernel_->covariance(columns_, columns, hyperparameters_);  // n x m
  solve_lower(factor_.lower, cross);
  MatrixXd result = kernel_->covariance(columns, columns, hyperparameters_);
  result -= multiply(cross.transpose(), cross);
  return result * (standardisation_.scale * standardisation_.scale);
}

VectorXd GaussianProcess::outputs() const {
  const VectorXd standardised = factor_.lower.triangularView<Eigen::Lower>() * whitened_.col(0);
  return standardisation_.mean + standardisation_.scale * standardised.array();
}

PosteriorGradient GaussianProcess::posterior_gradient(const VectorXd& point) const {
  const MatrixXd x = kernel_->columns(point.transpose(), hyperparameters_);
  const Kernel::Parts parts = kernel_->parts(x, columns_, hyperparameters_);
  MatrixXd slopes = kernel_->point_gradient(x, columns_, parts, hyperparameters_);  // d x n
  kernel_->unwarp(point, hyperparameters_, slopes);
  MatrixXd solved = parts.covariance.transpose();
  solve_lower(factor_.lower, solved);
  const double signal = hyperparameters_.signal_variance;
  const double variance = signal - solved.squaredNorm();
  solve_lower_transposed(factor_.lower, solved);  // (K + v I)^-1 k

  const double scale = standardisation_.scale;
  PosteriorGradient result;
  result.mean = standardisation_.mean + scale * parts.covariance.row(0).dot(weights_.col(0));
  result.mean_gradient = scale * multiply(slopes, weights_);
  result.variance = std::max(variance, kVarianceFloor * signal) * scale * scale;
  result.variance_gradient = -2.0 * scale * scale * multiply(slopes, solved);
  if (variance <= kVarianceFloor * signal) result.variance_gradient.setZero();
  return result;
}

double GaussianProcess::log_marginal_likelihood() const {
  const auto n = static_cast<double>(observations());
  return -0.5 * whitened_.squaredNorm() - factor_.lower.diagonal().array().log().sum() -
         0.5 * n * std::log(2.0 * std::numbers::pi);
}

}  // namespace wattle::search
