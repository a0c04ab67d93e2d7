// SPDX-License-Identifier: MIT
#include "search/gp/linear_algebra.h"

#include <cblas.h>
#include <lapacke.h>

#include <cmath>

namespace wattle::search {
namespace {

using Eigen::MatrixXd;

int as_int(Eigen::Index size) { return static_cast<int>(size); }

/// BLAS asks for a leading dimension of at least one, also of an empty matrix.
int leading(const MatrixXd& matrix) { return std::max(1, as_int(matrix.rows())); }

void solve(const MatrixXd& lower, MatrixXd& b, CBLAS_TRANSPOSE transpose) {
  if (b.size() == 0) return;
  cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, as_int(b.rows()),
              as_int(b.cols()), 1.0, lower.data(), leading(lower), b.data(), leading(b));
}

MatrixXd product(const MatrixXd& a, const MatrixXd& b, CBLAS_TRANSPOSE transpose_b) {
  const Eigen::Index columns = transpose_b == CblasTrans ? b.rows() : b.cols();
  MatrixXd c = MatrixXd::Zero(a.rows(), columns);
  if (c.size() == 0 || a.cols() == 0) return c;
  cblas_dgemm(CblasColMajor, CblasNoTrans, transpose_b, as_int(a.rows()), as_int(columns),
              as_int(a.cols()), 1.0, a.data(), leading(a), b.data(), leading(b), 0.0, c.data(),
              leading(c));
  return c;
}

}  // namespace

Cholesky factorise(const MatrixXd& matrix, double shift) {
  Cholesky result;
  const int n = as_int(matrix.rows());
  const double mean_diagonal = n == 0 ? 0.0 : matrix.diagonal().mean() + shift;
  for (int rung = 0; rung <= kJitterRungs; ++rung) {
    result.rung = rung;
    result.jitter = rung == 0 ? 0.0 : std::pow(10.0, rung - 13) * mean_diagonal;
    result.lower = matrix.triangularView<Eigen::Lower>();
    result.lower.diagonal().array() += shift + result.jitter;
    const int info =
        LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', n, result.lower.data(), leading(result.lower));
    result.positive_definite = info == 0 && result.lower.diagonal().allFinite();
    if (result.positive_definite) break;
  }
  return result;
}

void solve_lower(const MatrixXd& lower, MatrixXd& b) { solve(lower, b, CblasNoTrans); }

void solve_lower_transposed(const MatrixXd& lower, MatrixXd& b) { solve(lower, b, CblasTrans); }

MatrixXd inverse(const MatrixXd& lower) {
  MatrixXd result = lower;
  LAPACKE_dpotri(LAPACK_COL_MAJOR, 'L', as_int(lower.rows()), result.data(), leading(result));
  result.triangularView<Eigen::StrictlyUpper>() = result.transpose();
  return result;
}

MatrixXd multiply(const MatrixXd& a, const MatrixXd& b) { return product(a, b, CblasNoTrans); }

MatrixXd multiply_transposed(const MatrixXd& a, const MatrixXd& b) {
  return product(a, b, CblasTrans);
}

}  // namespace wattle::search
