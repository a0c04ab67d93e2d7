// SPDX-License-Identifier: MIT
// How well a Gaussian process predicts each of its observations from the others.
#pragma once

#include <Eigen/Core>
#include <nlohmann/json.hpp>
#include <optional>

#include "search/gp/gaussian_process.h"

namespace wattle::search {

/// One entry an observation (n x 1), in the outputs' units.
struct LeaveOneOut {
  Eigen::VectorXd outcome;      ///< y_i
  Eigen::VectorXd mean;         ///< what the others predict
  Eigen::VectorXd variance;     ///< of that prediction, noise included
  Eigen::VectorXd residual;     ///< (y_i - mean_i) / deviation_i; N(0, 1) when the model is right
  Eigen::VectorXd log_density;  ///< log p(y_i | the others); up to log(unit)

  /// {"observations", "share_beyond_two", "mean_log_density", "rank_correlation"}:
  /// - the share of residuals beyond 2 in magnitude is 0.046 for a right model; more means that it
  ///   is too sure of itself, none in many that it is not sure enough;
  /// - the rank correlation of prediction and outcome is null where it is not defined.
  nlohmann::json to_json() const;
};

/// With C = (K + v I)^-1 [Rasmussen2006, Eq. 5.10-5.12], all in standardised units:
///   y_i - mean_i = alpha_i / C_ii,  variance_i = 1 / C_ii.
/// Hyperparameters and standardisation are those learned from all observations, the one left out
/// included; so the figures flatter a model of few observations. O(n^3).
LeaveOneOut leave_one_out(const GaussianProcess& process);

/// Spearman's: the correlation of ranks, equal values sharing the mean of theirs. nullopt when the
/// values of either do not differ. Requires equal sizes. O(n log n).
std::optional<double> rank_correlation(const Eigen::VectorXd& a, const Eigen::VectorXd& b);

}  // namespace wattle::search
