// SPDX-License-Identifier: MIT
// A normal distribution that moves to where good points were found.
//
// The distribution is N(m, sigma^2 C). Of n coordinates and lambda points a generation,
// mu = lambda / 2 of which are selected:
//
//   m        mean, n
//   sigma    step size
//   C        covariance, n x n; C = L L^T with L lower triangular
//   w_i      recombination weights, mu; they add up to 1
//   mu_eff   1 / sum w_i^2
//   p_s      path of the step size, n
//   p_c      path of the covariance, n
//   chi      E |N(0, I)|
#pragma once

#include <Eigen/Core>

namespace wattle::search {

/// Constants of the updates: the defaults of [Hansen2016, Table 1], without negative weights.
struct CmaEsRates {
  /// Requires population >= 2.
  CmaEsRates(Eigen::Index dimension, int population);

  Eigen::VectorXd weights;       ///< w_i in proportion to log((lambda + 1) / 2) - log(i), i = 1..mu
  double step_path = 0.0;        ///< c_sigma
  double damping = 0.0;          ///< d_sigma
  double covariance_path = 0.0;  ///< c_c
  double rank_one = 0.0;         ///< c_1
  double rank_mu = 0.0;          ///< c_mu
  double expected_norm = 0.0;    ///< chi, to order 1 / n^2
};

/// The covariance matrix adaptation evolution strategy [Hansen2016] for points that need not be its
/// own draws, with the Cholesky factor in place of the symmetric root [Krause2016].
class CmaEsNormal {
 public:
  /// N(mean, step_size^2 I). `mean` may be empty.
  CmaEsNormal(Eigen::VectorXd mean, double step_size, int population);

  const Eigen::VectorXd& mean() const { return mean_; }
  double step_size() const { return step_size_; }
  const Eigen::MatrixXd& covariance() const { return covariance_; }
  const Eigen::MatrixXd& factor() const { return factor_; }  ///< L
  const CmaEsRates& rates() const { return rates_; }
  /// sigma sqrt(C_jj), n.
  Eigen::VectorXd deviations() const;

  /// One generation: the selected points x_i, best first, as columns (n x k, 1 <= k <= mu), and by
  /// how much each coordinate's deviation was widened when they were drawn (n, at least 1). The
  /// steps are y_i = (x_i - m) / (sigma widening), coordinate by coordinate [Hamano2022]. With k <
  /// mu the first k weights are scaled to add up to 1.
  /// Steps of a Mahalanobis length that draws hardly reach are shortened to it, and the step size
  /// grows by a factor of at most e, so that points from elsewhere do no harm [Hansen2011].
  /// O(n^3).
  void update(const Eigen::MatrixXd& points, const Eigen::VectorXd& widening);

  /// True once C is singular to working precision; it is then as it was before the update.
  bool degenerate() const { return degenerate_; }

 private:
  Eigen::MatrixXd normalised_steps(const Eigen::MatrixXd& points,
                                   const Eigen::VectorXd& widening) const;
  void adapt_step_size(const Eigen::VectorXd& normalised_step, double mu_eff);
  void adapt_covariance(const Eigen::MatrixXd& steps, const Eigen::VectorXd& weights);

  CmaEsRates rates_;
  Eigen::VectorXd mean_;
  double step_size_;
  Eigen::MatrixXd covariance_;
  Eigen::MatrixXd factor_;
  Eigen::VectorXd step_path_;
  Eigen::VectorXd covariance_path_;
  int generation_ = 0;
  bool degenerate_ = false;
};

}  // namespace wattle::search
