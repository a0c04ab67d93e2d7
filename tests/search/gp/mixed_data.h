// SPDX-License-Identifier: MIT
// A Gaussian process on mixed points, and what it was made of.
#pragma once

#include <Eigen/Core>
#include <memory>

#include "search/gp/gaussian_process.h"
#include "tests/search/gp/mixed_points.h"

namespace wattle::test {

struct MixedData {
  std::shared_ptr<const search::Kernel> kernel;
  search::Hyperparameters hyperparameters;
  Eigen::MatrixXd points;
  Eigen::VectorXd outputs;
  search::GaussianProcess process() const { return {kernel, hyperparameters, points, outputs}; }
};

/// n observations N(10, 3^2), always the same; with warped inputs if asked for.
inline MixedData mixed_data(
    Eigen::Index n, const std::vector<search::Coordinate>& coordinates = mixed_coordinates(),
    bool warped = false) {
  search::Rng rng(4);
  MixedData data{std::make_shared<search::Kernel>(
                     search::Embedding(coordinates), search::KernelFamily::kMatern52,
                     warped ? std::optional(search::InputWarp(coordinates)) : std::nullopt),
                 {},
                 random_points(coordinates, n, rng),
                 Eigen::VectorXd(n)};
  data.hyperparameters = random_hyperparameters(data.kernel->embedding().length_scales(), rng);
  data.hyperparameters.warp.resize(data.kernel->warp_shapes());
  for (double& log_shape : data.hyperparameters.warp) log_shape = rng.uniform(-0.7, 0.7);
  for (double& y : data.outputs) y = 10.0 + 3.0 * rng.normal();
  return data;
}

/// A process of numeric coordinates after ten random outcomes.
inline search::GaussianProcess random_process(std::uint64_t seed,
                                              const Eigen::VectorXd& length_scales,
                                              double noise_variance) {
  search::Rng rng(seed);
  const auto coordinates = numeric_coordinates(static_cast<std::size_t>(length_scales.size()));
  Eigen::VectorXd outputs(10);
  for (double& y : outputs) y = rng.normal();
  return {std::make_shared<search::Kernel>(search::Embedding(coordinates),
                                           search::KernelFamily::kMatern52),
          {length_scales, 1.0, noise_variance},
          random_points(coordinates, 10, rng),
          outputs};
}

}  // namespace wattle::test
