// SPDX-License-Identifier: MIT
#include "search/gp/linear_algebra.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <limits>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

MatrixXd random_matrix(Index rows, Index columns, std::uint64_t seed) {
  Rng rng(seed);
  MatrixXd result(rows, columns);
  for (double& x : result.reshaped()) x = rng.normal();
  return result;
}

/// A A^T + n I: eigenvalues between n and about 5 n, so the condition is below 10.
MatrixXd well_conditioned(Index n) {
  const MatrixXd a = random_matrix(n, n, 1);
  return a * a.transpose() + static_cast<double>(n) * MatrixXd::Identity(n, n);
}

/// Rounding of a product of n x n matrices of entries of this size, with a margin of 10.
double tolerance(Index n, double size) { return 10.0 * kEpsilon * static_cast<double>(n) * size; }

TEST(Factorise, MultipliesBackToTheMatrix) {
  const MatrixXd matrix = well_conditioned(30);
  const Cholesky factor = factorise(matrix);
  ASSERT_TRUE(factor.positive_definite);
  EXPECT_EQ(factor.rung, 0);
  EXPECT_EQ(factor.jitter, 0.0);
  EXPECT_LT((factor.lower * factor.lower.transpose() - matrix).cwiseAbs().maxCoeff(),
            tolerance(30, matrix.cwiseAbs().maxCoeff()));
}

TEST(Factorise, ClimbsTheLadderForASingularMatrix) {
  const MatrixXd matrix = MatrixXd::Ones(40, 40);
  const Cholesky factor = factorise(matrix);
  ASSERT_TRUE(factor.positive_definite);
  EXPECT_GE(factor.rung, 1);
  EXPECT_LE(factor.jitter, 1e-10) << "rounding of 40 rows needs no more than the first rungs";
}

TEST(Factorise, SaysWhenNoRungHelps) {
  EXPECT_FALSE(factorise(-MatrixXd::Identity(3, 3)).positive_definite);
  MatrixXd broken = MatrixXd::Identity(3, 3);
  broken(2, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(factorise(broken).positive_definite);
}

TEST(SolveLower, UndoesTheFactor) {
  const Cholesky factor = factorise(well_conditioned(25));
  const MatrixXd x = random_matrix(25, 4, 2);
  MatrixXd b = factor.lower * x;
  solve_lower(factor.lower, b);
  EXPECT_LT((b - x).cwiseAbs().maxCoeff(), tolerance(25, 10.0));
  b = factor.lower.transpose() * x;
  solve_lower_transposed(factor.lower, b);
  EXPECT_LT((b - x).cwiseAbs().maxCoeff(), tolerance(25, 10.0));
}

TEST(Inverse, TimesTheMatrixIsTheIdentity) {
  const MatrixXd matrix = well_conditioned(25);
  const MatrixXd product = inverse(factorise(matrix).lower) * matrix;
  EXPECT_LT((product - MatrixXd::Identity(25, 25)).cwiseAbs().maxCoeff(), tolerance(25, 10.0));
}

TEST(Multiply, AgreesWithThePlainProduct) {
  const MatrixXd a = random_matrix(7, 5, 3);
  const MatrixXd b = random_matrix(5, 9, 4);
  EXPECT_LT((multiply(a, b) - a.lazyProduct(b)).cwiseAbs().maxCoeff(), tolerance(5, 10.0));
  EXPECT_LT((multiply_transposed(a, b.transpose()) - a.lazyProduct(b)).cwiseAbs().maxCoeff(),
            tolerance(5, 10.0));
}

TEST(Multiply, CopesWithEmptyMatrices) {
  EXPECT_EQ(multiply(MatrixXd(3, 0), MatrixXd(0, 2)), MatrixXd::Zero(3, 2));
  EXPECT_EQ(multiply(MatrixXd(0, 3), MatrixXd(3, 2)).rows(), 0);
}

}  // namespace
}  // namespace wattle::search
