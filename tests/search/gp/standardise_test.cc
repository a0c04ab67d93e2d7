// SPDX-License-Identifier: MIT
#include "search/gp/standardise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace wattle::search {
namespace {

using Eigen::VectorXd;

TEST(Standardisation, GivesMeanZeroAndDeviationOne) {
  const VectorXd values = (VectorXd(3) << 1.0, 2.0, 6.0).finished();
  const Standardisation standardisation = Standardisation::of(values);
  EXPECT_DOUBLE_EQ(standardisation.mean, 3.0);
  EXPECT_DOUBLE_EQ(standardisation.scale, std::sqrt(7.0));  // (4 + 1 + 9) / 2
}

TEST(Standardisation, KeepsTheScaleOfConstants) {
  // 0.1 + 0.2 is not 0.3: values that differ by rounding are the same.
  for (const VectorXd& values :
       {VectorXd::Constant(5, 0.25).eval(), (VectorXd(2) << 0.3, 0.1 + 0.2).finished(),
        VectorXd::Zero(4).eval(), VectorXd::Constant(1, -7.0).eval()}) {
    const Standardisation standardisation = Standardisation::of(values);
    EXPECT_EQ(standardisation.scale, 1.0) << values.transpose();
    EXPECT_NEAR(standardisation.mean, values[0], 1e-15);
  }
}

TEST(Standardisation, IsNeutralWithoutValues) {
  EXPECT_EQ(Standardisation::of(VectorXd(0)).mean, 0.0);
  EXPECT_EQ(Standardisation::of(VectorXd(0)).scale, 1.0);
}

TEST(Standardisation, CopesWithTheLargestNumbers) {
  const double huge = 0.9 * std::numeric_limits<double>::max();
  const VectorXd values = (VectorXd(2) << huge, -huge).finished();
  const Standardisation standardisation = Standardisation::of(values);
  EXPECT_EQ(standardisation.mean, 0.0);
  EXPECT_TRUE(standardisation.apply(values).allFinite());
}

}  // namespace
}  // namespace wattle::search
