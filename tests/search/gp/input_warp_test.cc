// SPDX-License-Identifier: MIT
#include "search/gp/input_warp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/search/gp/mixed_points.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

struct Shape {
  double a;
  double b;
};
constexpr Shape kShapes[] = {{1.0, 1.0}, {0.3, 0.4}, {0.5, 3.0}, {2.0, 0.7}, {5.0, 8.0}};

TEST(Kumaraswamy, IsTheIdentityAtShapesOfOne) {
  for (double x = 0.0; x <= 1.0; x += 0.125) {
    EXPECT_NEAR(kumaraswamy(x, 1.0, 1.0).value, x, 4.0 * kEpsilon);
    EXPECT_NEAR(kumaraswamy(x, 1.0, 1.0).slope, 1.0, 4.0 * kEpsilon);
  }
}

TEST(Kumaraswamy, FollowsItsDefinition) {
  for (const auto& [a, b] : kShapes) {
    for (double x = 0.05; x < 1.0; x += 0.1) {
      // Powers amplify a rounding by at most a b = 40.
      EXPECT_NEAR(kumaraswamy_value(x, a, b), 1.0 - std::pow(1.0 - std::pow(x, a), b),
                  40.0 * kEpsilon);
    }
  }
}

TEST(Kumaraswamy, RisesFromZeroToOne) {
  for (const auto& [a, b] : kShapes) {
    EXPECT_EQ(kumaraswamy(0.0, a, b).value, 0.0);
    EXPECT_EQ(kumaraswamy(1.0, a, b).value, 1.0);
    double last = 0.0;
    for (double x = 1e-3; x < 1.0; x += 1e-3) {
      const double value = kumaraswamy(x, a, b).value;
      ASSERT_GE(value, last) << x;
      last = value;
    }
  }
}

TEST(Kumaraswamy, KeepsItsDigitsNextToZero) {
  // w(x) = b x^a (1 + O(x^a)).
  for (double exponent = -300.0; exponent <= -20.0; exponent += 5.0) {
    const double x = std::pow(10.0, exponent);
    EXPECT_NEAR(kumaraswamy(x, 1.0, 3.0).value / (3.0 * x), 1.0, 1e3 * kEpsilon) << exponent;
  }
}

TEST(Kumaraswamy, HasFiniteSlopesAtBothEnds) {
  for (const auto& [a, b] : kShapes) {
    for (const double x : {0.0, 1e-300, 1.0 - kEpsilon, 1.0}) {
      const Warped warped = kumaraswamy(x, a, b);
      EXPECT_TRUE(std::isfinite(warped.slope) && warped.slope >= 0.0);
      EXPECT_TRUE(std::isfinite(warped.a_slope) && std::isfinite(warped.b_slope));
    }
  }
}

TEST(Kumaraswamy, SlopesAgreeWithDifferences) {
  for (const auto& [a, b] : kShapes) {
    for (const double x : {0.2, 0.5, 0.8}) {
      const auto value = [](const VectorXd& v) {
        return kumaraswamy(v[0], std::exp(v[1]), std::exp(v[2])).value;
      };
      const VectorXd at = Eigen::Vector3d(x, std::log(a), std::log(b));
      const Warped warped = kumaraswamy(x, a, b);
      const VectorXd slopes = Eigen::Vector3d(warped.slope, warped.a_slope, warped.b_slope);
      EXPECT_LT((slopes - test::numeric_gradient(value, at)).cwiseAbs().maxCoeff(),
                test::gradient_tolerance(warped.value, slopes));
    }
  }
}

TEST(InputWarp, LeavesCategoriesAndInactiveCoordinatesAlone) {
  const auto coordinates = test::mixed_coordinates();  // two of the four are numeric
  const InputWarp warp(coordinates);
  ASSERT_EQ(warp.parameters(), 4);
  Rng rng(1);
  const MatrixXd points = test::random_points(coordinates, 30, rng);
  const VectorXd phi = Eigen::Vector4d(0.7, 0.2, -0.5, 0.4);
  const MatrixXd warped = warp.apply(points, phi);
  EXPECT_EQ(warped.col(1), points.col(1));
  for (Index i = 0; i < points.rows(); ++i) {
    EXPECT_EQ(warped(i, 0), kumaraswamy(points(i, 0), std::exp(0.7), std::exp(0.2)).value);
    EXPECT_EQ(std::isnan(warped(i, 2)), std::isnan(points(i, 2)));
  }
}

TEST(InputWarp, GradientInShapesAgreesWithDifferences) {
  const auto coordinates = test::mixed_coordinates();
  const InputWarp warp(coordinates);
  Rng rng(2);
  const MatrixXd points = test::random_points(coordinates, 12, rng);
  const VectorXd phi = Eigen::Vector4d(0.7, 0.2, -0.5, 0.4);
  MatrixXd weights(12, 2);
  for (double& weight : weights.reshaped()) weight = rng.normal();
  const auto weighted_sum = [&](const VectorXd& moved) {
    const MatrixXd warped = warp.apply(points, moved);
    double sum = 0.0;
    for (Index i = 0; i < warped.rows(); ++i) {
      sum += weights(i, 0) * warped(i, 0);
      if (!std::isnan(warped(i, 2))) sum += weights(i, 1) * warped(i, 2);
    }
    return sum;
  };
  const VectorXd gradient = warp.gradient(points, phi, weights);
  EXPECT_LT((gradient - test::numeric_gradient(weighted_sum, phi)).cwiseAbs().maxCoeff(),
            test::gradient_tolerance(weighted_sum(phi), gradient));
}

TEST(InputWarp, SlopesAgreeWithDifferences) {
  const auto coordinates = test::mixed_coordinates();
  const InputWarp warp(coordinates);
  const VectorXd phi = Eigen::Vector4d(0.7, 0.2, -0.5, 0.4);
  const VectorXd x = Eigen::Vector4d(0.3, 2.0, 0.7, 1.0);
  const VectorXd slopes = warp.slopes(x, phi);
  for (const Index k : {0, 2}) {
    const auto value = [&](const VectorXd& moved) {
      return warp.apply(moved.transpose(), phi)(0, k);
    };
    EXPECT_NEAR(slopes[k], test::numeric_gradient(value, x)[k],
                test::gradient_tolerance(value(x), slopes));
  }
  EXPECT_EQ(slopes[1], 1.0);
  EXPECT_EQ(slopes[3], 1.0);
  const VectorXd inactive =
      Eigen::Vector4d(0.3, 2.0, std::numeric_limits<double>::quiet_NaN(), 1.0);
  EXPECT_EQ(warp.slopes(inactive, phi)[2], 1.0);
}

}  // namespace
}  // namespace wattle::search
