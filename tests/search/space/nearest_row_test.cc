// SPDX-License-Identifier: MIT
#include "search/space/nearest_row.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A number, a choice of four, and a number that may be inactive.
VectorXd random_point(Rng& rng) {
  VectorXd x(3);
  x << rng.uniform(), static_cast<double>(rng.uniform_int(0, 3)), rng.uniform();
  if (rng.uniform() < 0.3) x[2] = kNaN;
  return x;
}

double squared_distance(const VectorXd& a, const VectorXd& b) {
  double sum = (a[0] - b[0]) * (a[0] - b[0]) + (a[1] == b[1] ? 0.0 : 1.0);
  if (std::isnan(a[2]) != std::isnan(b[2])) return sum + 1.0;
  return std::isnan(a[2]) ? sum : sum + (a[2] - b[2]) * (a[2] - b[2]);
}

TEST(NearestRow, IsTheOneThatLookingAtEachFinds) {
  Rng rng(4);
  MatrixXd rows(200, 3);
  for (Index i = 0; i < rows.rows(); ++i) rows.row(i) = random_point(rng);
  const NearestRow finder(rows, {false, true, false});
  for (int round = 0; round < 500; ++round) {
    const VectorXd x = random_point(rng);
    Index best = 0;
    for (Index i = 1; i < rows.rows(); ++i) {
      if (squared_distance(rows.row(i), x) < squared_distance(rows.row(best), x)) best = i;
    }
    EXPECT_EQ(finder.nearest(x), best);
  }
  for (Index i = 0; i < rows.rows(); ++i) EXPECT_EQ(finder.nearest(rows.row(i)), i);
}

TEST(NearestRow, IsTheFirstOfEqualRows) {
  MatrixXd rows(3, 1);
  rows << 0.5, 0.25, 0.25;
  const NearestRow finder(rows, {false});
  EXPECT_EQ(finder.nearest(VectorXd::Constant(1, 0.25)), 1);
  EXPECT_EQ(finder.nearest(VectorXd::Constant(1, 0.2)), 1);
}

}  // namespace
}  // namespace wattle::search
