// SPDX-License-Identifier: MIT
// Dense linear algebra on BLAS and LAPACK. The only file of the project that knows either.
// Nothing here throws on numerical trouble, and nothing touches the number of BLAS threads.
#pragma once

#include <Eigen/Core>

namespace wattle::search {

/// A + (shift + jitter) I = L L^T.
struct Cholesky {
  Eigen::MatrixXd lower;  ///< L, n x n; the strict upper triangle is zero
  double jitter = 0.0;    ///< what was added to the diagonal besides the shift
  /// 0: nothing was added. k >= 1: jitter = 10^(k - 13) x the mean of the shifted diagonal.
  int rung = 0;
  /// False when no rung sufficed, which takes entries that are not finite or a matrix far from
  /// positive semidefinite; `lower` is then meaningless.
  bool positive_definite = false;
};

/// The last rung adds 1e-3 of the mean diagonal. The rounding error of a factorisation is below
/// n x 1.1e-16 of it, so the first rungs suffice for every covariance matrix of a practical size.
inline constexpr int kJitterRungs = 10;

/// Factorises a symmetric matrix A (n x n, only the lower triangle is read) plus a shift of its
/// diagonal, climbing the jitter ladder until it succeeds. O(n^3 / 3).
Cholesky factorise(const Eigen::MatrixXd& matrix, double shift = 0.0);

/// B <- L^-1 B, with B of n x m. O(n^2 m).
void solve_lower(const Eigen::MatrixXd& lower, Eigen::MatrixXd& b);
/// B <- L^-T B, with B of n x m. O(n^2 m).
void solve_lower_transposed(const Eigen::MatrixXd& lower, Eigen::MatrixXd& b);
/// (L L^T)^-1, both triangles. O(2 n^3 / 3).
Eigen::MatrixXd inverse(const Eigen::MatrixXd& lower);

/// A B, with A of m x k and B of k x n.
Eigen::MatrixXd multiply(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);
/// A B^T, with A of m x k and B of n x k.
Eigen::MatrixXd multiply_transposed(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

}  // namespace wattle::search
