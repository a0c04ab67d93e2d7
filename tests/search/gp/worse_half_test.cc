// SPDX-License-Identifier: MIT
#include "search/gp/worse_half.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

VectorXd values_over_decades(Index n) {
  Rng rng(3);
  VectorXd values(n);
  for (double& value : values) value = std::exp(rng.uniform(-5.0, 15.0));
  return values;
}

double median_of(VectorXd values) {
  std::sort(values.begin(), values.end());
  return values[(values.size() - 1) / 2];
}

TEST(WorseHalf, LeavesTheBetterHalfAsItIs) {
  const VectorXd values = values_over_decades(51);
  const VectorXd compressed = compress_worse_half(values);
  const double median = median_of(values);
  for (Index i = 0; i < values.size(); ++i) {
    if (values[i] > median) continue;
    EXPECT_EQ(compressed[i], values[i]);
  }
}

TEST(WorseHalf, KeepsTheOrder) {
  const VectorXd values = values_over_decades(40);
  const VectorXd compressed = compress_worse_half(values);
  for (Index i = 0; i < values.size(); ++i) {
    for (Index j = 0; j < values.size(); ++j) {
      EXPECT_EQ(values[i] < values[j], compressed[i] < compressed[j]);
    }
  }
}

TEST(WorseHalf, BringsOutliersNear) {
  VectorXd values(9);
  values << 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 1e300;
  const VectorXd compressed = compress_worse_half(values);
  // Phi^-1(8.5 / 9) = 1.5932 spreads above the median, the spread being sqrt((16 + 9 + 4 + 1) / 5).
  EXPECT_NEAR(compressed[8], 5.0 + std::sqrt(6.0) * 1.5932188180, 1e-9);
}

TEST(WorseHalf, IsTheSameAtEveryScale) {
  const VectorXd values = values_over_decades(30);
  const VectorXd compressed = compress_worse_half(values);
  // Exact: a power of two changes no digit.
  for (const int exponent : {-900, 900}) {
    const double factor = std::ldexp(1.0, exponent);
    EXPECT_EQ(compress_worse_half(factor * values), factor * compressed) << exponent;
  }
}

TEST(WorseHalf, LeavesValuesAloneThatItWouldMakeInfinite) {
  constexpr double kMost = std::numeric_limits<double>::max();
  VectorXd values(5);
  values << -kMost, -kMost, 0.0, 1.0, kMost;
  EXPECT_EQ(compress_worse_half(values), values);
}

TEST(WorseHalf, KeepsTies) {
  VectorXd values(8);
  values << 1.0, 2.0, 3.0, 4.0, 9.0, 9.0, 9.0, 9.0;
  const VectorXd compressed = compress_worse_half(values);
  for (Index i = 5; i < 8; ++i) EXPECT_EQ(compressed[i], compressed[4]);
  EXPECT_GT(compressed[4], 4.0);
}

TEST(WorseHalf, LeavesFewAndConstantValuesAlone) {
  const VectorXd few = values_over_decades(3);
  EXPECT_EQ(compress_worse_half(few), few);
  VectorXd flat = VectorXd::Constant(9, 2.0);
  flat[0] = 3.0;
  EXPECT_EQ(compress_worse_half(flat), flat);
}

}  // namespace
}  // namespace wattle::search
