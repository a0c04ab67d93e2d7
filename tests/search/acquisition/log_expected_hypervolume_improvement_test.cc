// SPDX-License-Identifier: MIT
#include "search/acquisition/log_expected_hypervolume_improvement.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <cmath>

#include "search/space/rng.h"
#include "tests/search/gp/numeric_gradient.h"

namespace wattle::search {
namespace {

const ObjectivePair kReference{5.0, 5.0};

Front example() {
  // (3, 3.5) is dominated, (6, 0) lies beyond the reference, (2, 2) comes twice.
  return {{{2.0, 2.0}, {1.0, 4.0}, {3.0, 3.5}, {4.0, 1.0}, {6.0, 0.0}, {2.0, 2.0}}, kReference};
}

/// The dominated area of points by inclusion on a fine grid of their own coordinates.
double dominated_area(const std::vector<ObjectivePair>& points) {
  std::vector<double> xs{kReference[0]};
  for (const ObjectivePair& p : points) xs.push_back(std::min(p[0], kReference[0]));
  std::sort(xs.begin(), xs.end());
  double area = 0.0;
  for (std::size_t i = 0; i + 1 < xs.size(); ++i) {
    double lowest = kReference[1];
    for (const ObjectivePair& p : points) {
      if (p[0] <= xs[i]) lowest = std::min(lowest, p[1]);
    }
    area += (xs[i + 1] - xs[i]) * (kReference[1] - lowest);
  }
  return area;
}

TEST(Front, CutsTheFreeRegionIntoStrips) {
  const Front front = example();
  ASSERT_EQ(front.strips().size(), 4U);
  const std::vector<double> tops{5.0, 4.0, 2.0, 1.0};
  const std::vector<double> rights{1.0, 2.0, 4.0, 5.0};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(front.strips()[i].top, tops[i]);
    EXPECT_EQ(front.strips()[i].right, rights[i]);
  }
}

TEST(Front, ImprovementIsTheGrowthOfTheDominatedArea) {
  Rng rng(2);
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::vector<ObjectivePair> points;
    for (int i = 0; i < repeat % 12; ++i) {
      points.push_back({rng.uniform(0.0, 6.0), rng.uniform(0.0, 6.0)});
    }
    const ObjectivePair added{rng.uniform(-1.0, 6.0), rng.uniform(-1.0, 6.0)};
    const double before = dominated_area(points);
    const double improvement = Front(points, kReference).improvement(added);
    points.push_back(added);
    EXPECT_NEAR(improvement, dominated_area(points) - before, 1e-12);
  }
}

TEST(LogExpectedHypervolumeImprovement, IsTheImprovementWithoutDoubt) {
  const Front front = example();
  const ObjectivePair mean{1.5, 1.5};
  EXPECT_NEAR(std::exp(log_expected_hypervolume_improvement(mean, {1e-20, 1e-20}, front).value),
              front.improvement(mean), 1e-9);  // standard deviations of 1e-10 times the sides
}

TEST(LogExpectedHypervolumeImprovement, IsAProductOfImprovementsWithoutAFront) {
  const Front empty({}, kReference);
  const double expected = log_expected_improvement(4.0, 2.0, kReference[0]).value +
                          log_expected_improvement(6.0, 0.5, kReference[1]).value;
  EXPECT_DOUBLE_EQ(log_expected_hypervolume_improvement({4.0, 6.0}, {2.0, 0.5}, empty).value,
                   expected);
}

TEST(LogExpectedHypervolumeImprovement, AgreesWithMonteCarlo) {
  const Front front = example();
  Rng rng(3);
  for (const ObjectivePair& mean : {ObjectivePair{1.0, 1.0}, {2.5, 2.5}, {4.5, 0.5}, {4.0, 4.0}}) {
    const ObjectivePair variance{0.5, 1.5};
    constexpr int kDraws = 200'000;
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < kDraws; ++i) {
      const double gain = front.improvement({mean[0] + std::sqrt(variance[0]) * rng.normal(),
                                             mean[1] + std::sqrt(variance[1]) * rng.normal()});
      sum += gain;
      squares += gain * gain;
    }
    const double average = sum / kDraws;
    const double error = std::sqrt((squares / kDraws - average * average) / kDraws);
    // Five standard errors: a false alarm once in 1.7 million comparisons, were seeds not fixed.
    EXPECT_NEAR(std::exp(log_expected_hypervolume_improvement(mean, variance, front).value),
                average, 5.0 * error);
  }
}

TEST(LogExpectedHypervolumeImprovement, GradientAgreesWithDifferences) {
  const Front front = example();
  for (const ObjectivePair& mean : {ObjectivePair{1.0, 1.0}, {2.5, 2.5}, {4.0, 4.5}, {9.0, 2.0}}) {
    const auto value = [&](const Eigen::VectorXd& x) {
      return log_expected_hypervolume_improvement({x[0], x[1]}, {x[2], x[3]}, front).value;
    };
    const Eigen::VectorXd x = Eigen::Vector4d(mean[0], mean[1], 0.5, 0.8);
    const PairFunction analytic = log_expected_hypervolume_improvement(mean, {0.5, 0.8}, front);
    const Eigen::VectorXd gradient =
        Eigen::Vector4d(analytic.mean_slope[0], analytic.mean_slope[1], analytic.variance_slope[0],
                        analytic.variance_slope[1]);
    EXPECT_LT((gradient - test::numeric_gradient(value, x)).cwiseAbs().maxCoeff(),
              test::gradient_tolerance(value(x), gradient));
  }
}

TEST(LogExpectedHypervolumeImprovement, StaysFiniteAndMonotoneFarFromTheFront) {
  const Front front = example();
  double last = std::numeric_limits<double>::infinity();
  for (double distance = 1.0; distance < 1e100; distance *= 3.0) {
    const double value =
        log_expected_hypervolume_improvement({distance, distance}, {1.0, 1.0}, front).value;
    ASSERT_TRUE(std::isfinite(value)) << distance;
    ASSERT_LT(value, last) << distance;
    last = value;
  }
}

}  // namespace
}  // namespace wattle::search
