// SPDX-License-Identifier: MIT
// What a Gaussian process learns from data besides the function itself.
#pragma once

#include <Eigen/Core>
#include <nlohmann/json.hpp>
#include <optional>

namespace wattle::search {

/// Hyperparameters of one output, in the units of encoded points and standardised outputs.
struct Hyperparameters {
  Eigen::VectorXd length_scales;  ///< l, p x 1, each > 0
  double signal_variance = 1.0;   ///< s^2
  double noise_variance = 1e-2;   ///< v
  Eigen::VectorXd warp{};         ///< phi, w x 1: log shapes of an input warp; empty without one

  /// theta = (log l, log s^2, log v, phi), (p + 2 + w) x 1.
  Eigen::VectorXd to_log() const;
  static Hyperparameters from_log(const Eigen::VectorXd& theta, Eigen::Index warp_shapes);

  nlohmann::json to_json() const;
  /// nullopt unless every member is there, finite, and positive but for the warp.
  static std::optional<Hyperparameters> from_json(const nlohmann::json& json);
};

}  // namespace wattle::search
