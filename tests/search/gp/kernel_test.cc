// SPDX-License-Identifier: MIT
#include "search/gp/kernel.h"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "tests/search/gp/mixed_points.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kInactive = std::numeric_limits<double>::quiet_NaN();
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

class KernelFamilies : public testing::TestWithParam<KernelFamily> {};

INSTANTIATE_TEST_SUITE_P(All, KernelFamilies,
                         testing::Values(KernelFamily::kMatern52, KernelFamily::kMatern32,
                                         KernelFamily::kSquaredExponential),
                         [](const auto& instance) {
                           return std::string(to_string(instance.param));
                         });

/// The formulas of [Rasmussen2006, ch. 4.2], one number at a time.
double textbook(KernelFamily family, double r) {
  if (family == KernelFamily::kSquaredExponential) return std::exp(-0.5 * r * r);
  if (family == KernelFamily::kMatern32) {
    return (1.0 + std::sqrt(3.0) * r) * std::exp(-std::sqrt(3.0) * r);
  }
  return (1.0 + std::sqrt(5.0) * r + 5.0 * r * r / 3.0) * std::exp(-std::sqrt(5.0) * r);
}

double at(const Kernel& kernel, const VectorXd& a, const VectorXd& b,
          const Hyperparameters& values) {
  return kernel.covariance(kernel.embedding().embed(a.transpose()),
                           kernel.embedding().embed(b.transpose()), values)(0, 0);
}

TEST_P(KernelFamilies, FollowsTheTextbook) {
  const Kernel kernel(Embedding(test::numeric_coordinates(2)), GetParam());
  const Hyperparameters values{Eigen::Vector2d(0.5, 2.0), 3.0, 0.1};
  const Eigen::Vector2d a(0.1, 0.9);
  const Eigen::Vector2d b(0.4, 0.2);
  const double r = std::hypot(0.3 / 0.5, 0.7 / 2.0);
  EXPECT_NEAR(at(kernel, a, b, values), 3.0 * textbook(GetParam(), r), 20.0 * kEpsilon);
  EXPECT_DOUBLE_EQ(at(kernel, a, a, values), 3.0);
}

TEST_P(KernelFamilies, IsPositiveSemidefiniteOnMixedPoints) {
  Rng rng(1);
  const auto coordinates = test::mixed_coordinates();
  const Kernel kernel(Embedding(coordinates), GetParam());
  for (int repeat = 0; repeat < 10; ++repeat) {
    const Hyperparameters values =
        test::random_hyperparameters(kernel.embedding().length_scales(), rng);
    const MatrixXd columns = kernel.embedding().embed(test::random_points(coordinates, 40, rng));
    const MatrixXd covariance = kernel.covariance(columns, columns, values);
    const double least =
        Eigen::SelfAdjointEigenSolver<MatrixXd>(covariance).eigenvalues().minCoeff();
    // Entries carry eps |x / l|^2 of rounding (at most 100 here), eigenvalues n times that.
    EXPECT_GT(least, -40 * 100 * kEpsilon * values.signal_variance);
  }
}

TEST_P(KernelFamilies, CovarianceAloneAgreesWithItsParts) {
  Rng rng(7);
  const auto coordinates = test::mixed_coordinates();
  const Kernel kernel(Embedding(coordinates), GetParam());
  const Hyperparameters values =
      test::random_hyperparameters(kernel.embedding().length_scales(), rng);
  const MatrixXd a = kernel.embedding().embed(test::random_points(coordinates, 30, rng));
  const MatrixXd b = kernel.embedding().embed(test::random_points(coordinates, 20, rng));
  EXPECT_LT((kernel.covariance(a, b, values) - kernel.parts(a, b, values).covariance)
                .cwiseAbs()
                .maxCoeff(),
            10.0 * kEpsilon * values.signal_variance);
}

TEST_P(KernelFamilies, LengthScaleGradientAgreesWithDifferences) {
  Rng rng(2);
  const auto coordinates = test::mixed_coordinates();
  const Kernel kernel(Embedding(coordinates), GetParam());
  const MatrixXd columns = kernel.embedding().embed(test::random_points(coordinates, 12, rng));
  const MatrixXd weights = columns * columns.transpose();  // any symmetric matrix
  const Hyperparameters values =
      test::random_hyperparameters(kernel.embedding().length_scales(), rng);
  const auto weighted_sum = [&](const VectorXd& log_scales) {
    Hyperparameters moved = values;
    moved.length_scales = log_scales.array().exp();
    return weights.cwiseProduct(kernel.covariance(columns, columns, moved)).sum();
  };
  const VectorXd gradient = kernel.length_scale_gradient(
      weights, kernel.parts(columns, columns, values), columns, values);
  const VectorXd log_scales = values.length_scales.array().log();
  EXPECT_LT((gradient - test::numeric_gradient(weighted_sum, log_scales)).cwiseAbs().maxCoeff(),
            test::gradient_tolerance(weighted_sum(log_scales), gradient));
}

TEST_P(KernelFamilies, PointGradientAgreesWithDifferences) {
  Rng rng(3);
  const Kernel kernel(Embedding(test::numeric_coordinates(3)), GetParam());
  const Hyperparameters values = test::random_hyperparameters(3, rng);
  const VectorXd other = Eigen::Vector3d(0.2, 0.9, 0.4);
  const VectorXd x = Eigen::Vector3d(0.5, 0.1, 0.6);
  const MatrixXd a = kernel.embedding().embed(x.transpose());
  const MatrixXd b = kernel.embedding().embed(other.transpose());
  const VectorXd gradient = kernel.point_gradient(a, b, kernel.parts(a, b, values), values);
  const auto value = [&](const VectorXd& moved) { return at(kernel, moved, other, values); };
  EXPECT_LT((gradient - test::numeric_gradient(value, x)).cwiseAbs().maxCoeff(),
            test::gradient_tolerance(value(x), gradient));
}

TEST(Kernel, TreatsTwoInactiveParametersAsEqual) {
  const Kernel kernel(Embedding(test::mixed_coordinates()), KernelFamily::kMatern52);
  const Hyperparameters values{VectorXd::Constant(5, 0.7), 2.0, 0.1};
  const Eigen::Vector4d inactive(0.3, 1.0, kInactive, kInactive);
  EXPECT_DOUBLE_EQ(at(kernel, inactive, inactive, values), 2.0);
}

TEST(Kernel, SetsActiveApartFromInactive) {
  const Kernel kernel(Embedding(test::mixed_coordinates()), KernelFamily::kMatern52);
  Hyperparameters values{VectorXd::Constant(5, 0.7), 2.0, 0.1};
  const Eigen::Vector4d inactive(0.3, 1.0, kInactive, 1.0);
  const Eigen::Vector4d active(0.3, 1.0, 0.5, 1.0);
  // At the midpoint only the activity differs: a Hamming distance of 1 over its length scale.
  EXPECT_NEAR(at(kernel, inactive, active, values), 2.0 * std::exp(-0.5 / 0.49), 10.0 * kEpsilon);
}

TEST(Kernel, HoldsAllCategoriesEquallyFarApart) {
  const Kernel kernel(Embedding(test::mixed_coordinates()), KernelFamily::kMatern52);
  const Hyperparameters values{VectorXd::Constant(5, 0.7), 2.0, 0.1};
  const double expected = 2.0 * std::exp(-0.5 / 0.49);
  for (const double category : {1.0, 2.0}) {
    EXPECT_NEAR(at(kernel, Eigen::Vector4d(0.3, 0.0, kInactive, kInactive),
                   Eigen::Vector4d(0.3, category, kInactive, kInactive), values),
                expected, 10.0 * kEpsilon);
  }
}

}  // namespace
}  // namespace wattle::search
