// SPDX-License-Identifier: MIT
#include "search/statistics/functional_anova.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "tests/search/statistics/forest_data.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

FunctionalAnovaSummary shares_of(const test::ForestData& data,
                                 const FunctionalAnovaOptions& options = {}) {
  Rng rng(1);
  return functional_anova(data.domain, data.points, data.values, options, rng);
}

/// Both values of two choices, several times, with a value for each cell.
template <class Function>
test::ForestData two_by_two(const Function& value) {
  test::ForestData data;
  data.domain.choices = {2, 2};
  data.points.resize(80, 2);
  data.values.resize(80);
  for (Index i = 0; i < 80; ++i) {
    data.points.row(i) << static_cast<double>(i % 2), static_cast<double>(i / 2 % 2);
    data.values[i] = value(data.points(i, 0), data.points(i, 1));
  }
  return data;
}

TEST(FunctionalAnova, SplitsASumExactly) {
  // Variances 9 / 4 and 1 / 4. Of 80 observations no tree misses a cell: 4 (3 / 4)^80 = 4e-10.
  const FunctionalAnovaSummary summary =
      shares_of(two_by_two([](double a, double b) { return 3.0 * a + b; }));
  EXPECT_NEAR(summary.single[0].share, 0.9, 1e-12);
  EXPECT_NEAR(summary.single[1].share, 0.1, 1e-12);
  EXPECT_NEAR(summary.pairs[0].share, 0.0, 1e-12);
  EXPECT_NEAR(summary.single[0].standard_deviation, 0.0, 1e-12);
  EXPECT_NEAR(summary.explained.value(), 1.0, 1e-12);
  EXPECT_EQ(summary.n, 80);
}

TEST(FunctionalAnova, GivesThePairWhatNeitherDoesAlone) {
  const FunctionalAnovaSummary summary =
      shares_of(two_by_two([](double a, double b) { return a == b ? 1.0 : 0.0; }));
  EXPECT_NEAR(summary.single[0].share, 0.0, 1e-12);
  EXPECT_NEAR(summary.single[1].share, 0.0, 1e-12);
  EXPECT_NEAR(summary.pairs[0].share, 1.0, 1e-12);
}

TEST(FunctionalAnova, IntegratesItsTreesExactly) {
  // Observations at the middles of 8 cells a number: thresholds are sixteenths, on which 16 points
  // a number integrate without error.
  Rng rng(2);
  test::ForestData data = test::uniform_points({0, 0, 3}, 150, rng);
  for (Index i = 0; i < data.points.rows(); ++i) {
    for (Index j = 0; j < 2; ++j) {
      data.points(i, j) = (std::floor(8.0 * data.points(i, j)) + 0.5) / 8.0;
    }
    data.values[i] = rng.normal();
  }
  FunctionalAnovaOptions options;
  options.forest.trees = 1;
  const FunctionalAnovaSummary summary = shares_of(data, options);

  Rng same(1);
  const RegressionForest forest(data.domain, data.points, data.values, options.forest, same);
  MatrixXd marginal = MatrixXd::Zero(16, 16);  // over the choice
  VectorXd choice = VectorXd::Zero(3);
  double squares = 0.0;
  for (Index i = 0; i < 16; ++i) {
    for (Index j = 0; j < 16; ++j) {
      for (Index c = 0; c < 3; ++c) {
        const VectorXd point{{(static_cast<double>(i) + 0.5) / 16.0,
                              (static_cast<double>(j) + 0.5) / 16.0, static_cast<double>(c)}};
        const double value = forest.predict(point);
        marginal(i, j) += value / 3.0;
        choice[c] += value / 256.0;
        squares += value * value / 768.0;
      }
    }
  }
  const double mean = marginal.mean();
  const double variance = squares - mean * mean;
  const auto spread = [&](const auto& values) {
    return (values.array() - mean).square().mean() / variance;
  };
  const double first = spread(marginal.rowwise().mean());
  const double second = spread(marginal.colwise().mean());
  EXPECT_NEAR(summary.single[0].share, first, 1e-12);
  EXPECT_NEAR(summary.single[1].share, second, 1e-12);
  EXPECT_NEAR(summary.single[2].share, spread(choice), 1e-12);
  EXPECT_NEAR(summary.pairs[0].share, spread(marginal) - first - second, 1e-12);
}

TEST(FunctionalAnova, FindsTheSharesOfAKnownFunction) {
  // [Ishigami1990]: sin x + 7 sin^2 y + z^4 sin x / 10 on [-pi, pi]^3. In closed form the shares
  // are 0.3139, 0.4424, 0 alone, and 0.2437 for x and z.
  Rng rng(3);
  test::ForestData data = test::uniform_points({0, 0, 0}, 2000, rng);
  for (Index i = 0; i < data.points.rows(); ++i) {
    const VectorXd x = std::numbers::pi * (2.0 * data.points.row(i).array() - 1.0);
    data.values[i] =
        std::sin(x[0]) * (1.0 + 0.1 * std::pow(x[2], 4)) + 7.0 * std::pow(std::sin(x[1]), 2);
  }
  const FunctionalAnovaSummary summary = shares_of(data);
  // A forest is a coarse copy of the function: it explains 93 % of it, and its boxes leave some of
  // what one number does to the pairs.
  constexpr double kCoarse = 0.1;
  EXPECT_GT(summary.explained.value(), 0.9);
  EXPECT_NEAR(summary.single[0].share, 0.3139, kCoarse);
  EXPECT_NEAR(summary.single[1].share, 0.4424, kCoarse);
  EXPECT_NEAR(summary.single[2].share, 0.0, kCoarse);
  EXPECT_NEAR(summary.pairs[0].share, 0.0, kCoarse);
  EXPECT_NEAR(summary.pairs[1].share, 0.2437, kCoarse);
  EXPECT_NEAR(summary.pairs[2].share, 0.0, kCoarse);
}

TEST(FunctionalAnova, GivesACoordinateWithoutEffectNothing) {
  // Half of the points have no second coordinate, and where it is, it moves nothing.
  Rng rng(4);
  test::ForestData data = test::uniform_points({0, 0}, 300, rng);
  for (Index i = 0; i < data.points.rows(); ++i) {
    data.values[i] = data.points(i, 0);
    if (i % 2 == 0) data.points(i, 1) = std::nan("");
  }
  const FunctionalAnovaSummary summary = shares_of(data);
  EXPECT_GT(summary.single[0].share, 0.98);
  EXPECT_LT(summary.single[1].share, 0.01);
}

TEST(FunctionalAnova, GivesSharesThatAddUpToNoMoreThanOne) {
  Rng rng(5);
  const FunctionalAnovaSummary summary = shares_of(test::mixed_data(200, rng));
  double sum = 0.0;
  for (const VarianceShare& share : summary.single) sum += share.share;
  for (const VarianceShare& share : summary.pairs) sum += share.share;
  EXPECT_LE(sum, 1.0 + 1e-12);
  EXPECT_GT(sum, 0.8);
}

TEST(FunctionalAnova, LeavesPairsOutWhenTold) {
  FunctionalAnovaOptions options;
  options.pairs = false;
  Rng rng(6);
  const FunctionalAnovaSummary summary = shares_of(test::mixed_data(50, rng), options);
  EXPECT_EQ(summary.single.size(), 3U);
  EXPECT_TRUE(summary.pairs.empty());
}

TEST(FunctionalAnova, SaysWhyItHasNoShares) {
  Rng rng(7);
  test::ForestData data = test::mixed_data(30, rng);
  const auto reason = [](const test::ForestData& each) {
    const FunctionalAnovaSummary summary = shares_of(each);
    EXPECT_TRUE(summary.single.empty());
    return summary.reason;
  };
  EXPECT_FALSE(reason({}).empty());
  EXPECT_FALSE(reason(test::uniform_points({0}, 0, rng)).empty());
  data.values[4] = std::nan("");
  EXPECT_FALSE(reason(data).empty());
  data.values.setConstant(2.0);
  EXPECT_FALSE(reason(data).empty());
}

}  // namespace
}  // namespace wattle::search
