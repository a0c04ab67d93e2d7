// SPDX-License-Identifier: MIT
#include "search/statistics/regression_forest.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/search/statistics/forest_data.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

RegressionForest grown(const test::ForestData& data, const ForestOptions& options,
                       std::uint64_t seed) {
  Rng rng(seed);
  return {data.domain, data.points, data.values, options, rng};
}

TEST(RegressionForest, PredictsTheMeanOfItsTrees) {
  Rng rng(1);
  const test::ForestData data = test::mixed_data(60, rng);
  const RegressionForest forest = grown(data, {}, 2);
  const VectorXd point = data.points.row(7);
  double sum = 0.0;
  for (const RegressionTree& tree : forest.trees()) sum += tree.predict(point);
  EXPECT_EQ(forest.trees().size(), 64U);
  EXPECT_DOUBLE_EQ(forest.predict(point), sum / 64.0);
}

TEST(RegressionForest, IsTheSameForTheSameGenerator) {
  Rng rng(2);
  test::ForestData data = test::mixed_data(60, rng);
  data.points(3, 1) = std::nan("");
  const VectorXd point = data.points.row(7);
  EXPECT_EQ(grown(data, {}, 5).predict(point), grown(data, {}, 5).predict(point));
  EXPECT_NE(grown(data, {}, 5).predict(point), grown(data, {}, 6).predict(point));
}

TEST(RegressionForest, KnowsHowWellItPredictsWhatItHasNotSeen) {
  Rng rng(3);
  const test::ForestData data = test::mixed_data(600, rng);
  const RegressionForest forest = grown(data, {}, 1);
  const test::ForestData others = test::mixed_data(600, rng);
  double errors = 0.0;
  for (Index i = 0; i < others.points.rows(); ++i) {
    errors += std::pow(forest.predict(others.points.row(i)) - others.values[i], 2);
  }
  const double squares = (others.values.array() - others.values.mean()).square().sum();
  const double out_of_bag = forest.out_of_bag_r_squared().value();
  EXPECT_GT(out_of_bag, 0.85);
  // A forest of all trees errs a little less than one of the third that did not see a point.
  EXPECT_NEAR(out_of_bag, 1.0 - errors / squares, 0.03);
}

TEST(RegressionForest, KnowsThatItKnowsNothingOfNoise) {
  Rng rng(4);
  test::ForestData data = test::mixed_data(200, rng);
  for (double& value : data.values) value = rng.normal();
  EXPECT_LT(grown(data, {}, 1).out_of_bag_r_squared().value(), 0.2);
  data.values.setConstant(1.0);
  EXPECT_FALSE(grown(data, {}, 1).out_of_bag_r_squared());
}

TEST(RegressionForest, HasNoMoreLeavesThanItMay) {
  Rng rng(5);
  const test::ForestData data = test::mixed_data(1000, rng);
  ForestOptions options;
  options.trees = 3;
  options.most_leaves = 40;
  const RegressionForest forest = grown(data, options, 1);
  for (const RegressionTree& tree : forest.trees()) {
    EXPECT_LE(tree.leaves().size(), 40U);
    EXPECT_GE(tree.leaves().size(), 10U);
  }
}

}  // namespace
}  // namespace wattle::search
