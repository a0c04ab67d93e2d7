// SPDX-License-Identifier: MIT
#include "search/gp/bounded_ascent.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search {
namespace {

using Eigen::Vector2d;
using Eigen::VectorXd;

double paraboloid(const VectorXd& x, VectorXd* gradient) {
  const VectorXd offset = x - Vector2d(0.3, 2.0);
  if (gradient != nullptr) *gradient = -2.0 * offset;
  return -offset.squaredNorm();
}

TEST(BoundedAscent, FindsAMaximumOnTheBound) {
  const Ascent ascent =
      ascend(paraboloid, Vector2d(0.9, 0.1), Vector2d::Zero(), Vector2d::Ones(), {});
  // A value tolerance of 1e-6 of a parabola leaves the point within its root.
  EXPECT_NEAR(ascent.point[0], 0.3, 1e-3);
  EXPECT_EQ(ascent.point[1], 1.0);
  EXPECT_EQ(ascent.status, AscentStatus::kConverged);
}

TEST(BoundedAscent, StopsAtItsBudget) {
  AscentOptions options;
  options.max_evaluations = 2;
  const Ascent ascent =
      ascend(paraboloid, Vector2d(0.9, 0.1), Vector2d::Zero(), Vector2d::Ones(), options);
  EXPECT_LE(ascent.evaluations, 3);  // a line search may finish its step
  EXPECT_EQ(ascent.status, AscentStatus::kEvaluations);
}

TEST(BoundedAscent, KeepsTheStartWhereNothingIsFinite) {
  const auto nowhere = [](const VectorXd& x, VectorXd* gradient) {
    if (gradient != nullptr) *gradient = VectorXd::Zero(x.size());
    return std::numeric_limits<double>::quiet_NaN();
  };
  const Ascent ascent = ascend(nowhere, Vector2d(0.9, 0.1), Vector2d::Zero(), Vector2d::Ones(), {});
  EXPECT_EQ(ascent.point, Vector2d(0.9, 0.1));
  EXPECT_EQ(ascent.value, -std::numeric_limits<double>::infinity());
}

TEST(BoundedAscent, NeverReturnsLessThanItsStart) {
  // A slope that points the wrong way: no line search can succeed.
  const auto lying = [](const VectorXd& x, VectorXd* gradient) {
    const double value = paraboloid(x, gradient);
    if (gradient != nullptr) *gradient *= -1.0;
    return value;
  };
  const VectorXd start = Vector2d(0.5, 0.5);
  const Ascent ascent = ascend(lying, start, Vector2d::Zero(), Vector2d::Ones(), {});
  EXPECT_GE(ascent.value, paraboloid(start, nullptr));
}

}  // namespace
}  // namespace wattle::search
