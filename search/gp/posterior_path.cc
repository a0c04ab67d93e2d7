// SPDX-License-Identifier: MIT
#include "search/gp/posterior_path.h"

#include <cmath>
#include <numbers>

#include "search/gp/blocks.h"

namespace wattle::search {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::VectorXd;

namespace {

/// Of the t distribution that is the family's spectral density; 0 for the normal.
int degrees_of_freedom(KernelFamily family) {
  switch (family) {
    case KernelFamily::kMatern52:
      return 5;
    case KernelFamily::kMatern32:
      return 3;
    case KernelFamily::kSquaredExponential:
      return 0;
  }
  return 0;
}

/// A normal draw divided by this is one of the t distribution.
double draw_t_divisor(int degrees, Rng& rng) {
  if (degrees == 0) return 1.0;
  double chi_squared = 0.0;
  for (int i = 0; i < degrees; ++i) {
    const double z = rng.normal();
    chi_squared += z * z;
  }
  return std::sqrt(chi_squared / degrees);
}

MatrixXd draw_frequencies(const Kernel& kernel, const VectorXd& length_scales, Index features,
                          Rng& rng) {
  const Embedding& embedding = kernel.embedding();
  const int degrees = degrees_of_freedom(kernel.family());
  MatrixXd result(embedding.columns(), features);
  for (Index i = 0; i < features; ++i) {
    const double divisor = draw_t_divisor(degrees, rng);
    for (Index c = 0; c < result.rows(); ++c) {
      const Index f = embedding.length_scale_of()[static_cast<std::size_t>(c)];
      result(c, i) = rng.normal() / length_scales[f];
      if (c < embedding.value_columns()) result(c, i) /= divisor;
    }
  }
  return result;
}

}  // namespace

PosteriorPath::PosteriorPath(const GaussianProcess& process, Rng& rng, Index features)
    : process_(&process), phases_(features), amplitudes_(features) {
  const Hyperparameters& values = process.hyperparameters();
  frequencies_ = draw_frequencies(process.kernel(), values.length_scales, features, rng);
  for (double& phase : phases_) phase = 2.0 * std::numbers::pi * rng.uniform();
  const double height = std::sqrt(2.0 * values.signal_variance / static_cast<double>(features));
  for (double& amplitude : amplitudes_) amplitude = height * rng.normal();
  MatrixXd noisy = prior(process.columns());
  const double noise = std::sqrt(values.noise_variance);
  for (double& g : noisy.reshaped()) g += noise * rng.normal();
  solve_lower(process.lower(), noisy);
  solve_lower_transposed(process.lower(), noisy);
  weights_ = process.weights() - noisy;
}

VectorXd PosteriorPath::prior(const MatrixXd& columns) const {
  const MatrixXd angles = multiply(columns, frequencies_).rowwise() + phases_;
  return angles.array().cos().matrix() * amplitudes_;
}

VectorXd PosteriorPath::at_columns(const MatrixXd& columns) const {
  VectorXd result(columns.rows());
  for_each_block(columns.rows(), [&](Index first, Index count) {
    const MatrixXd block = columns.middleRows(first, count);
    const MatrixXd cross =
        process_->kernel().covariance(block, process_->columns(), process_->hyperparameters());
    result.segment(first, count) = prior(block) + cross * weights_.col(0);
  });
  const Standardisation& units = process_->standardisation();
  return units.mean + units.scale * result.array();
}

VectorXd PosteriorPath::values(const MatrixXd& points) const {
  return at_columns(process_->kernel().embedding().embed(points));
}

VectorXd PosteriorPath::at_observations() const { return at_columns(process_->columns()); }

double PosteriorPath::value(const VectorXd& point, VectorXd& gradient) const {
  const Kernel& kernel = process_->kernel();
  const Hyperparameters& values = process_->hyperparameters();
  const Standardisation& units = process_->standardisation();
  const MatrixXd x = kernel.embedding().embed(point.transpose());
  const Kernel::Parts parts = kernel.parts(x, process_->columns(), values);
  gradient = units.scale *
             multiply(kernel.point_gradient(x, process_->columns(), parts, values), weights_);
  const RowVectorXd angles = x * frequencies_ + phases_;
  const VectorXd slopes = -angles.array().sin().transpose() * amplitudes_.array();
  for (Index v = 0; v < kernel.embedding().value_columns(); ++v) {
    gradient[kernel.embedding().coordinate_of(v)] += units.scale * frequencies_.row(v).dot(slopes);
  }
  const double g = angles.array().cos().matrix().dot(amplitudes_);
  return units.mean + units.scale * (g + parts.covariance.row(0).dot(weights_.col(0)));
}

double PosteriorPath::bound() const {
  const Standardisation& units = process_->standardisation();
  const double signal = process_->hyperparameters().signal_variance;
  return std::abs(units.mean) +
         units.scale * (amplitudes_.lpNorm<1>() + signal * weights_.lpNorm<1>());
}

}  // namespace wattle::search
