// SPDX-License-Identifier: MIT
// Learning hyperparameters from data.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "search/gp/bounded_ascent.h"
#include "search/gp/gaussian_process.h"
#include "search/gp/prior.h"

namespace wattle::search {

struct FitOptions {
  /// Tried first; for example those of the last fit.
  std::optional<Hyperparameters> warm_start;
  /// Also climb from the prior's mode. Always done without a warm start.
  bool from_mode = true;
  int prior_draws = 1;  ///< also climb from so many draws from the prior
  /// p x 1: length scales that stay as they are, whatever a start says; NaN for those that are
  /// learned. Empty: all are.
  Eigen::VectorXd fixed_length_scales;
  AscentOptions ascent;
};

struct FitSummary {
  AscentStatus status = AscentStatus::kStalled;  ///< of the start that won
  int starts = 0;
  int evaluations = 0;            ///< of the log posterior, over all starts
  int jitter_rung = 0;            ///< at the hyperparameters that won; see linear_algebra.h
  double log_posterior = 0.0;     ///< there
  Eigen::Index observations = 0;  ///< n of the fit

  nlohmann::json to_json() const;
};

struct Fit {
  Hyperparameters hyperparameters;
  FitSummary summary;
};

/// The log posterior of theta, up to a constant, and its gradient:
///   log p(y | X, theta) + log p(theta),
///   d/dtheta_j log p(y | X, theta) = 1/2 tr((alpha alpha^T - (K + v I)^-1) dK/dtheta_j)
/// [Rasmussen2006, Eq. 5.9]. O(n^3) once and O(n^2) a hyperparameter. `prior`
/// speaks of as many warp shapes as the kernel has.
class LogPosterior {
 public:
  /// `points` n x d (encoded), `outputs` n x 1 (finite; standardised here).
  LogPosterior(const Kernel& kernel, const Prior& prior, const Eigen::MatrixXd& points,
               const Eigen::VectorXd& outputs);

  /// Minus infinity where no rung of the jitter ladder helps. `gradient` may be null.
  double operator()(const Eigen::VectorXd& theta, Eigen::VectorXd* gradient) const;
  int jitter_rung(const Eigen::VectorXd& theta) const;

 private:
  const Kernel* kernel_;
  Prior prior_;
  Eigen::MatrixXd points_;
  Eigen::VectorXd outputs_;
};

/// Maximum a posteriori hyperparameters: the best of ascents from the warm start, the prior's mode
/// and draws from the prior. Without data, or should every start fail, the prior's mode.
Fit fit(const Kernel& kernel, const Prior& prior, const Eigen::MatrixXd& points,
        const Eigen::VectorXd& outputs, const FitOptions& options, Rng& rng);

}  // namespace wattle::search
