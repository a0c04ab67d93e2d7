// SPDX-License-Identifier: MIT
#include "search/gp/input_warp.h"

#include <algorithm>
#include <cmath>

#include "search/gp/linear_algebra.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double kEdge = 1e-6;  ///< where slopes next to an end are taken

/// log(1 - exp(x)) for x < 0.
double log_complement(double x) {
  return x > -0.5 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x));
}

Warped of_row(double x, const VectorXd& phi, std::size_t pair) {
  const auto first = 2 * static_cast<Index>(pair);
  return kumaraswamy(x, std::exp(phi[first]), std::exp(phi[first + 1]));
}

}  // namespace

Warped kumaraswamy(double x, double a, double b) {
  Warped result;
  result.value = x <= 0.0 ? 0.0 : 1.0;
  if (x > 0.0 && x < 1.0) {
    const double log_power = a * std::log(x);             // log x^a
    const double log_rest = log_complement(log_power);    // log(1 - x^a)
    const double tail = std::exp(b * log_rest);           // (1 - x^a)^b
    const double ratio = std::exp(log_power - log_rest);  // x^a / (1 - x^a)
    result.value = -std::expm1(b * log_rest);
    result.a_slope = b * tail * ratio * log_power;
    result.b_slope = -tail * b * log_rest;
  }
  const double inner = std::clamp(x, kEdge, 1.0 - kEdge);
  const double log_power = a * std::log(inner);
  result.slope = a * b * std::exp(log_power + (b - 1.0) * log_complement(log_power)) / inner;
  return result;
}

InputWarp::InputWarp(const std::vector<Coordinate>& coordinates) {
  for (std::size_t k = 0; k < coordinates.size(); ++k) {
    if (coordinates[k].kind == Coordinate::Kind::kNumeric) {
      numeric_.push_back(static_cast<Index>(k));
    }
  }
}

double InputWarp::log_prior(const VectorXd& phi) {
  double sum = 0.0;
  for (const double log_shape : phi) sum += prior().log_density(log_shape);
  return sum;
}

VectorXd InputWarp::log_prior_gradient(const VectorXd& phi) {
  return phi.unaryExpr([](double log_shape) { return prior().slope(log_shape); });
}

MatrixXd InputWarp::apply(const MatrixXd& points, const VectorXd& phi) const {
  MatrixXd result = points;
  for (std::size_t v = 0; v < numeric_.size(); ++v) {
    for (double& x : result.col(numeric_[v])) {
      if (!std::isnan(x)) x = of_row(x, phi, v).value;
    }
  }
  return result;
}

VectorXd InputWarp::pull_back(const VectorXd& x, const VectorXd& gradient,
                              const VectorXd& phi) const {
  VectorXd result = gradient;
  for (std::size_t v = 0; v < numeric_.size(); ++v) {
    const Index k = numeric_[v];
    if (!std::isnan(x[k])) result[k] *= of_row(x[k], phi, v).slope;
  }
  return result;
}

VectorXd InputWarp::gradient(const MatrixXd& points, const VectorXd& phi, const Kernel& kernel,
                             const MatrixXd& weights, const Kernel::Parts& parts,
                             const MatrixXd& columns,
                             const Hyperparameters& hyperparameters) const {
  VectorXd result = VectorXd::Zero(parameters());
  const MatrixXd slopes = weights.cwiseProduct(parts.value_slope);
  const MatrixXd values = columns.leftCols(kernel.embedding().value_columns());
  const VectorXd row_sums = slopes.rowwise().sum();
  const MatrixXd laplacian = row_sums.asDiagonal() * values - multiply(slopes, values);
  for (std::size_t v = 0; v < numeric_.size(); ++v) {
    const auto column = static_cast<Index>(v);
    const Index f = kernel.embedding().length_scale_of()[v];
    const double scale = hyperparameters.length_scales[f];
    for (Index i = 0; i < points.rows(); ++i) {
      const double x = points(i, numeric_[v]);
      if (std::isnan(x)) continue;
      const Warped warped = of_row(x, phi, v);
      const double pull = 4.0 / (scale * scale) * laplacian(i, column);
      result[2 * column] += pull * warped.a_slope;
      result[2 * column + 1] += pull * warped.b_slope;
    }
  }
  return result;
}

}  // namespace wattle::search
