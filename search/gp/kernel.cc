// SPDX-License-Identifier: MIT
#include "search/gp/kernel.h"

#include <cmath>
#include <utility>

#include "search/gp/linear_algebra.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

MatrixXd squared_distances(const MatrixXd& a, const MatrixXd& b) {
  const VectorXd a_norms = a.rowwise().squaredNorm();
  const VectorXd b_norms = b.rowwise().squaredNorm();
  MatrixXd result = multiply_transposed(a, b);
  for (Index j = 0; j < result.cols(); ++j) {
    // Rounding may leave a small negative number.
    result.col(j) = (a_norms.array() + b_norms[j] - 2.0 * result.col(j).array()).max(0.0);
  }
  return result;
}

}  // namespace

std::string_view to_string(KernelFamily family) {
  switch (family) {
    case KernelFamily::kMatern52:
      return "matern52";
    case KernelFamily::kMatern32:
      return "matern32";
    case KernelFamily::kSquaredExponential:
      return "squared_exponential";
  }
  return "";
}

std::optional<KernelFamily> kernel_family(std::string_view name) {
  for (const auto family :
       {KernelFamily::kMatern52, KernelFamily::kMatern32, KernelFamily::kSquaredExponential}) {
    if (to_string(family) == name) return family;
  }
  return std::nullopt;
}

Correlation correlate(KernelFamily family, MatrixXd squared_distances) {
  Correlation result{std::move(squared_distances), {}};
  result.slope.resize(result.value.rows(), result.value.cols());
  // Column by column, so that intermediate values stay in the cache.
  for (Index j = 0; j < result.value.cols(); ++j) {
    auto value = result.value.col(j).array();
    auto slope = result.slope.col(j).array();
    if (family == KernelFamily::kSquaredExponential) {
      value = (-0.5 * value).exp();
      slope = -0.5 * value;
      continue;
    }
    const bool smoother = family == KernelFamily::kMatern52;
    const Eigen::ArrayXd a = ((smoother ? 5.0 : 3.0) * value).sqrt();
    const Eigen::ArrayXd decay = (-a).exp();
    if (smoother) {
      value = (1.0 + a + a.square() / 3.0) * decay;
      slope = (-5.0 / 6.0) * (1.0 + a) * decay;
    } else {
      value = (1.0 + a) * decay;
      slope = -1.5 * decay;
    }
  }
  return result;
}

void correlate_in_place(KernelFamily family, MatrixXd& squared_distances) {
  Eigen::ArrayXd a;
  for (Index j = 0; j < squared_distances.cols(); ++j) {
    auto value = squared_distances.col(j).array();
    switch (family) {
      case KernelFamily::kSquaredExponential:
        value = (-0.5 * value).exp();
        break;
      case KernelFamily::kMatern52:
        a = (5.0 * value).sqrt();
        value = (1.0 + a + a.square() / 3.0) * (-a).exp();
        break;
      case KernelFamily::kMatern32:
        a = (3.0 * value).sqrt();
        value = (1.0 + a) * (-a).exp();
        break;
    }
  }
}

MatrixXd Kernel::scaled(const MatrixXd& columns, const Hyperparameters& hyperparameters) const {
  MatrixXd result = columns;
  for (Index c = 0; c < result.cols(); ++c) {
    const Index f = embedding_.length_scale_of()[static_cast<std::size_t>(c)];
    result.col(c) /= hyperparameters.length_scales[f];
  }
  return result;
}

MatrixXd Kernel::columns(const MatrixXd& points, const Hyperparameters& hyperparameters) const {
  if (!warp_) return embedding_.embed(points);
  return embedding_.embed(warp_->apply(points, hyperparameters.warp));
}

Kernel::Parts Kernel::parts(const MatrixXd& a, const MatrixXd& b,
                            const Hyperparameters& hyperparameters) const {
  const Index values = embedding_.value_columns();
  const Index indicators = embedding_.columns() - values;
  const MatrixXd scaled_a = scaled(a, hyperparameters);
  const MatrixXd scaled_b = scaled(b, hyperparameters);
  Correlation correlation =
      correlate(family_, squared_distances(scaled_a.leftCols(values), scaled_b.leftCols(values)));
  Parts result{std::move(correlation.value), std::move(correlation.slope)};
  result.covariance *= hyperparameters.signal_variance;
  result.value_slope *= hyperparameters.signal_variance;
  if (indicators > 0) {
    const Eigen::ArrayXXd hamming =
        (-0.5 * squared_distances(scaled_a.rightCols(indicators), scaled_b.rightCols(indicators)))
            .array()
            .exp();
    result.covariance.array() *= hamming;
    result.value_slope.array() *= hamming;
  }
  return result;
}

MatrixXd Kernel::covariance(const MatrixXd& a, const MatrixXd& b,
                            const Hyperparameters& hyperparameters) const {
  const Index values = embedding_.value_columns();
  const Index indicators = embedding_.columns() - values;
  const MatrixXd scaled_a = scaled(a, hyperparameters);
  const MatrixXd scaled_b = scaled(b, hyperparameters);
  MatrixXd result = squared_distances(scaled_a.leftCols(values), scaled_b.leftCols(values));
  correlate_in_place(family_, result);
  result *= hyperparameters.signal_variance;
  if (indicators > 0) {
    const MatrixXd hamming =
        squared_distances(scaled_a.rightCols(indicators), scaled_b.rightCols(indicators));
    result.array() *= (-0.5 * hamming.array()).exp();
  }
  return result;
}

VectorXd Kernel::length_scale_gradient(const MatrixXd& weights, const Parts& parts,
                                       const MatrixXd& a,
                                       const Hyperparameters& hyperparameters) const {
  VectorXd gradient = VectorXd::Zero(embedding_.length_scales());
  const MatrixXd columns = scaled(a, hyperparameters);
  const auto add = [&](Index first, Index count, const MatrixXd& slopes) {
    const MatrixXd x = columns.middleCols(first, count);
    const VectorXd row_sums = slopes.rowwise().sum();
    const MatrixXd laplacian_x = row_sums.asDiagonal() * x - multiply(slopes, x);
    for (Index c = 0; c < count; ++c) {
      const Index f = embedding_.length_scale_of()[static_cast<std::size_t>(first + c)];
      gradient[f] += -4.0 * x.col(c).dot(laplacian_x.col(c));
    }
  };
  const Index values = embedding_.value_columns();
  const Index indicators = embedding_.columns() - values;
  if (values > 0) add(0, values, weights.cwiseProduct(parts.value_slope));
  if (indicators > 0) add(values, indicators, -0.5 * weights.cwiseProduct(parts.covariance));
  return gradient;
}

VectorXd Kernel::warp_gradient(const MatrixXd& weights, const Parts& parts, const MatrixXd& a,
                               const MatrixXd& points,
                               const Hyperparameters& hyperparameters) const {
  if (!warp_) return VectorXd(0);
  const MatrixXd slopes = weights.cwiseProduct(parts.value_slope);
  const MatrixXd values = a.leftCols(embedding_.value_columns());
  const VectorXd row_sums = slopes.rowwise().sum();
  MatrixXd gradient = 4.0 * (row_sums.asDiagonal() * values - multiply(slopes, values));
  for (Index v = 0; v < gradient.cols(); ++v) {
    const Index f = embedding_.length_scale_of()[static_cast<std::size_t>(v)];
    const double scale = hyperparameters.length_scales[f];
    gradient.col(v) /= scale * scale;
  }
  return warp_->gradient(points, hyperparameters.warp, gradient);
}

void Kernel::unwarp(const VectorXd& point, const Hyperparameters& hyperparameters,
                    Eigen::Ref<MatrixXd> gradients) const {
  if (warp_) gradients.array().colwise() *= warp_->slopes(point, hyperparameters.warp).array();
}

MatrixXd Kernel::point_gradient(const MatrixXd& x, const MatrixXd& b, const Parts& parts,
                                const Hyperparameters& hyperparameters) const {
  MatrixXd gradient = MatrixXd::Zero(embedding_.dimension(), b.rows());
  for (Index v = 0; v < embedding_.free_value_columns(); ++v) {
    const double scale =
        hyperparameters.length_scales[embedding_.length_scale_of()[static_cast<std::size_t>(v)]];
    gradient.row(embedding_.coordinate_of(v)) = parts.value_slope.row(0).array() *
                                                (2.0 / (scale * scale)) *
                                                (x(0, v) - b.col(v).array()).transpose();
  }
  return gradient;
}

}  // namespace wattle::search
