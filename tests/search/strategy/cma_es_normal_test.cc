// SPDX-License-Identifier: MIT
#include "search/strategy/cma_es_normal.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

using Function = std::function<double(const VectorXd&)>;

VectorXd normal_vector(Index n, Rng& rng) {
  VectorXd z(n);
  for (double& value : z) value = rng.normal();
  return z;
}

/// One generation on a function; the selected half of the draws updates the distribution.
void step(CmaEsNormal& normal, const Function& f, int population, Rng& rng) {
  const Index n = normal.mean().size();
  std::vector<VectorXd> draws;
  std::vector<double> values;
  for (int i = 0; i < population; ++i) {
    draws.push_back(normal.mean() + normal.step_size() * (normal.factor() * normal_vector(n, rng)));
    values.push_back(f(draws.back()));
  }
  std::vector<std::size_t> order(draws.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  MatrixXd selected(n, population / 2);
  for (Index i = 0; i < selected.cols(); ++i) {
    selected.col(i) = draws[order[static_cast<std::size_t>(i)]];
  }
  normal.update(selected, VectorXd::Ones(n));
}

/// A rotation: the orthogonal factor of a random matrix.
MatrixXd rotation(Index n, Rng& rng) {
  MatrixXd matrix(n, n);
  for (auto column : matrix.colwise()) column = normal_vector(n, rng);
  return Eigen::HouseholderQR<MatrixXd>(matrix).householderQ();
}

double condition(const MatrixXd& symmetric) {
  const VectorXd values = Eigen::SelfAdjointEigenSolver<MatrixXd>(symmetric).eigenvalues();
  return values[values.size() - 1] / values[0];
}

TEST(CmaEsRates, HaveWeightsThatFallAndAddUpToOne) {
  const CmaEsRates rates(5, 9);
  ASSERT_EQ(rates.weights.size(), 4);
  EXPECT_NEAR(rates.weights.sum(), 1.0, 1e-15);
  // log(5) - log(i), i = 1..4, over their sum log(5^4 / 4!).
  for (Index i = 0; i < 4; ++i) {
    EXPECT_NEAR(rates.weights[i], std::log(5.0 / (i + 1.0)) / std::log(625.0 / 24.0), 1e-15);
  }
}

TEST(CmaEsRates, KeepTheCovariancePositive) {
  for (const Index n : {0, 1, 2, 10, 200}) {
    for (const int population : {2, 4, 100, 10'000}) {
      const CmaEsRates rates(n, population);
      EXPECT_GT(rates.rank_one, 0.0);
      EXPECT_GE(rates.rank_mu, 0.0);
      EXPECT_LE(rates.rank_one + rates.rank_mu, 1.0);
      EXPECT_GT(rates.step_path, 0.0);
      EXPECT_LT(rates.step_path, 1.0);
      EXPECT_LT(rates.covariance_path, 1.0 + 1e-15);
    }
  }
}

TEST(CmaEsRates, KnowTheNormOfANormalVector) {
  for (const int n : {2, 5, 20, 100}) {
    // E |N(0, I)| = sqrt(2) Gamma((n + 1) / 2) / Gamma(n / 2).
    const double exact =
        std::sqrt(2.0) * std::exp(std::lgamma(0.5 * (n + 1)) - std::lgamma(0.5 * n));
    // The expansion's next term is of order 1 / n^3, relative.
    EXPECT_NEAR(CmaEsRates(n, 10).expected_norm / exact, 1.0, 0.05 / (n * n));
  }
}

TEST(CmaEsNormal, IsTheSameAtEveryPlaceAndSize) {
  const Function bowl = [](const VectorXd& x) { return (x.array() - 3.0).square().sum(); };
  // Powers of two and small integers: moving and scaling round nothing.
  constexpr double kScale = 0.25;
  const Function moved = [&](const VectorXd& x) { return bowl(x / kScale); };
  CmaEsNormal normal(VectorXd::Zero(3), 1.0, 8);
  CmaEsNormal scaled(VectorXd::Zero(3), kScale, 8);
  Rng rng(1);
  Rng same(1);
  for (int generation = 0; generation < 20; ++generation) {
    step(normal, bowl, 8, rng);
    step(scaled, moved, 8, same);
  }
  EXPECT_EQ(scaled.mean(), kScale * normal.mean());
  EXPECT_EQ(scaled.step_size(), kScale * normal.step_size());
  EXPECT_EQ(scaled.covariance(), normal.covariance());
}

TEST(CmaEsNormal, LearnsTheInverseHessian) {
  constexpr Index kDimension = 5;
  Rng rng(2);
  const MatrixXd turned = rotation(kDimension, rng);
  const VectorXd axes{{1.0, 10.0, 100.0, 1e3, 1e4}};
  const MatrixXd hessian = turned * axes.asDiagonal() * turned.transpose();
  const Function ellipsoid = [&](const VectorXd& x) { return x.dot(hessian * x); };
  CmaEsNormal normal(VectorXd::Ones(kDimension), 1.0, 10);
  EXPECT_GT(condition(normal.factor().transpose() * hessian * normal.factor()), 9999.0);
  for (int generation = 0; generation < 300; ++generation) step(normal, ellipsoid, 10, rng);
  // Where C is a multiple of the inverse Hessian, L^T H L is one of I. The estimate forgets within
  // 1 / (c_1 + c_mu) generations, about 8, and so rests on some 40 points for 15 numbers: its axes
  // scatter by a factor of a few, their ratio by a few squared.
  EXPECT_LT(condition(normal.factor().transpose() * hessian * normal.factor()), 50.0);
  EXPECT_FALSE(normal.degenerate());
}

TEST(CmaEsNormal, ConvergesLinearlyOnASphere) {
  const Function sphere = [](const VectorXd& x) { return x.squaredNorm(); };
  CmaEsNormal normal(VectorXd::Ones(10), 0.5, 10);
  Rng rng(3);
  for (int generation = 0; generation < 100; ++generation) step(normal, sphere, 10, rng);
  const double early = std::log(normal.mean().squaredNorm());
  for (int generation = 0; generation < 100; ++generation) step(normal, sphere, 10, rng);
  const double late = std::log(normal.mean().squaredNorm());
  // A linear rate: the second hundred generations gain about what the first do, from log 10.
  EXPECT_LT(early, std::log(10.0) - 10.0);
  EXPECT_NEAR((early - late) / (std::log(10.0) - early), 1.0, 0.5);
}

TEST(CmaEsNormal, KeepsItsSizeWithoutSelection) {
  // Ranks at random: the step size does a random walk without a drift.
  double sum = 0.0;
  constexpr int kRuns = 40;
  constexpr int kGenerations = 100;
  Rng rng(4);
  for (int run = 0; run < kRuns; ++run) {
    CmaEsNormal normal(VectorXd::Zero(8), 1.0, 10);
    const Function noise = [&](const VectorXd&) { return rng.uniform(); };
    for (int generation = 0; generation < kGenerations; ++generation) {
      step(normal, noise, 10, rng);
    }
    sum += std::log(normal.step_size());
  }
  // On the sphere above the logarithm falls by 0.1 a generation; here it must stay well below.
  EXPECT_LT(std::abs(sum / (kRuns * kGenerations)), 0.02);
}

TEST(CmaEsNormal, IsNotCarriedOffByAPointFromElsewhere) {
  CmaEsNormal normal(VectorXd::Zero(4), 0.1, 8);
  MatrixXd far = MatrixXd::Constant(4, 1, 1e6);
  normal.update(far, VectorXd::Ones(4));
  // At most sqrt(n) + 2 n / (n + 2) deviations.
  EXPECT_LT(normal.mean().norm(), 0.1 * (2.0 + 8.0 / 6.0) + 1e-12);
  EXPECT_LT(normal.step_size(), 0.1 * std::exp(1.0) + 1e-12);
  EXPECT_TRUE(normal.covariance().allFinite());
}

TEST(CmaEsNormal, StaysWhereItIsWhenItsMeanIsSelected) {
  CmaEsNormal normal(VectorXd::Ones(3), 0.1, 8);
  for (int generation = 0; generation < 2000; ++generation) {
    normal.update(normal.mean(), VectorXd::Ones(3));
  }
  EXPECT_EQ(normal.mean(), VectorXd::Ones(3));
  EXPECT_TRUE(normal.covariance().allFinite());
  EXPECT_GE(normal.step_size(), 0.0);
}

TEST(CmaEsNormal, HasNothingToLearnInNoDimension) {
  CmaEsNormal normal(VectorXd(), 0.2, 4);
  normal.update(MatrixXd(0, 2), VectorXd());
  EXPECT_EQ(normal.mean().size(), 0);
  EXPECT_FALSE(normal.degenerate());
}

}  // namespace
}  // namespace wattle::search
