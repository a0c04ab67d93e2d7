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

constexpr double kTurn = 2.0 * std::numbers::pi;

/// cos(2 pi u), absolute error about 1e-15 for |u| < 1e3: 1 - 2 sin(pi r)^2 with the remainder r of
/// u to whole turns, by Taylor's series of the sine up to its 21st power (the next term is below
/// 2e-18). Without branches, so that loops of it become vector instructions: several times faster
/// than the library's, which is what draws at many points spend their time in.
double cosine_of_turns(double u) {
  constexpr double kRounder = 6755399441055744.0;  // 1.5 x 2^52: adding it drops all fractions
  const double r = u - ((u + kRounder) - kRounder);
  const double t = std::numbers::pi * std::numbers::pi * r * r;
  double series = 1.0;
  for (int k = 10; k >= 1; --k) series = 1.0 - t * series * (1.0 / (2.0 * k * (2.0 * k + 1.0)));
  return 1.0 - 2.0 * t * series * series;
}

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
      result(c, i) = rng.normal() / (kTurn * length_scales[f]);
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
  for (double& phase : phases_) phase = rng.uniform();
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
  MatrixXd turns = multiply(columns, frequencies_);
  for (Index i = 0; i < turns.cols(); ++i) {
    double* column = turns.col(i).data();
    for (Index row = 0; row < turns.rows(); ++row) {
      column[row] = cosine_of_turns(column[row] + phases_[i]);
    }
  }
  return multiply(turns, amplitudes_);
}

VectorXd PosteriorPath::values(const MatrixXd& points) const {
  const MatrixXd columns = process_->kernel().columns(points, process_->hyperparameters());
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

double PosteriorPath::value(const VectorXd& point, VectorXd& gradient) const {
  const Kernel& kernel = process_->kernel();
  const Hyperparameters& values = process_->hyperparameters();
  const Standardisation& units = process_->standardisation();
  const MatrixXd x = kernel.columns(point.transpose(), values);
  const Kernel::Parts parts = kernel.parts(x, process_->columns(), values);
  gradient = units.scale *
             multiply(kernel.point_gradient(x, process_->columns(), parts, values), weights_);
  const RowVectorXd angles = kTurn * (x * frequencies_ + phases_);
  const VectorXd slopes = -angles.array().sin().transpose() * amplitudes_.array();
  for (Index v = 0; v < kernel.embedding().free_value_columns(); ++v) {
    gradient[kernel.embedding().coordinate_of(v)] +=
        units.scale * kTurn * frequencies_.row(v).dot(slopes);
  }
  kernel.unwarp(point, values, gradient);
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
