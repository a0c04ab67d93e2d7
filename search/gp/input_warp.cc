// SPDX-License-Identifier: MIT
#include "search/gp/input_warp.h"

#include <algorithm>
#include <cmath>

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

double kumaraswamy_value(double x, double a, double b) {
  if (x <= 0.0 || x >= 1.0) return x <= 0.0 ? 0.0 : 1.0;
  return -std::expm1(b * log_complement(a * std::log(x)));
}

Warped kumaraswamy(double x, double a, double b) {
  Warped result;
  result.value = kumaraswamy_value(x, a, b);
  if (x > 0.0 && x < 1.0) {
    const double log_power = a * std::log(x);             // log x^a
    const double log_rest = log_complement(log_power);    // log(1 - x^a)
    const double tail = std::exp(b * log_rest);           // (1 - x^a)^b
    const double ratio = std::exp(log_power - log_rest);  // x^a / (1 - x^a)
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

MatrixXd InputWarp::apply(const MatrixXd& points, const VectorXd& phi) const {
  MatrixXd result = points;
  for (std::size_t v = 0; v < numeric_.size(); ++v) {
    const double a = std::exp(phi[2 * static_cast<Index>(v)]);
    const double b = std::exp(phi[2 * static_cast<Index>(v) + 1]);
    for (double& x : result.col(numeric_[v])) {
      if (!std::isnan(x)) x = kumaraswamy_value(x, a, b);
    }
  }
  return result;
}

VectorXd InputWarp::slopes(const VectorXd& x, const VectorXd& phi) const {
  VectorXd result = VectorXd::Ones(x.size());
  for (std::size_t v = 0; v < numeric_.size(); ++v) {
    const Index k = numeric_[v];
    if (!std::isnan(x[k])) result[k] = of_row(x[k], phi, v).slope;
  }
  return result;
}

VectorXd InputWarp::gradient(const MatrixXd& points, const VectorXd& phi,
                             const MatrixXd& coordinate_gradient) const {
  VectorXd result = VectorXd::Zero(parameters());
  for (std::size_t v = 0; v < numeric_.size(); ++v) {
    const auto column = static_cast<Index>(v);
    for (Index i = 0; i < points.rows(); ++i) {
      const double x = points(i, numeric_[v]);
      if (std::isnan(x)) continue;
      const Warped warped = of_row(x, phi, v);
      result[2 * column] += coordinate_gradient(i, column) * warped.a_slope;
      result[2 * column + 1] += coordinate_gradient(i, column) * warped.b_slope;
    }
  }
  return result;
}

}  // namespace wattle::search
