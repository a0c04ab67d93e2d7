// SPDX-License-Identifier: MIT
#include "search/statistics/regression_tree.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "search/statistics/tree_split.h"
#include "tests/search/statistics/forest_data.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

std::vector<std::size_t> all_rows(Index n) {
  std::vector<std::size_t> rows(static_cast<std::size_t>(n));
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

RegressionTree grown(const test::ForestData& data, int smallest_leaf, Rng& rng) {
  TreeOptions options;
  options.smallest_leaf = smallest_leaf;
  return {data.domain, data.points, data.values, all_rows(data.points.rows()), options, rng};
}

bool holds(const TreeLeaf& leaf, const VectorXd& point) {
  for (Index i = 0; i < point.size(); ++i) {
    const Extent& extent = leaf.extents[static_cast<std::size_t>(i)];
    const bool inside = extent.choices.empty() ? point[i] >= extent.low && point[i] < extent.high
                                               : extent.choices[static_cast<std::size_t>(point[i])];
    if (!inside) return false;
  }
  return true;
}

TEST(RegressionTree, FillsItsDomainWithBoxesThatDoNotOverlap) {
  Rng rng(1);
  const test::ForestData data = test::mixed_data(120, rng);
  const std::vector<TreeLeaf> leaves = grown(data, 2, rng).leaves();
  EXPECT_GT(leaves.size(), 20U);
  double volume = 0.0;
  for (const TreeLeaf& leaf : leaves) volume += leaf.volume();
  EXPECT_NEAR(volume, 1.0, 1e-12);
  for (std::size_t l = 0; l < leaves.size(); ++l) {
    for (std::size_t m = 0; m < l; ++m) {
      double shared = 1.0;
      for (std::size_t i = 0; i < data.domain.choices.size(); ++i) {
        shared *= shared_measure(leaves[l].extents[i], leaves[m].extents[i]);
      }
      EXPECT_EQ(shared, 0.0);
    }
  }
}

TEST(RegressionTree, PredictsTheMeanOfTheBoxThatHoldsThePoint) {
  Rng rng(2);
  const test::ForestData data = test::mixed_data(100, rng);
  const RegressionTree tree = grown(data, 3, rng);
  const std::vector<TreeLeaf> leaves = tree.leaves();
  const test::ForestData others = test::mixed_data(200, rng);
  for (Index i = 0; i < others.points.rows(); ++i) {
    const VectorXd point = others.points.row(i);
    const auto leaf = std::find_if(leaves.begin(), leaves.end(),
                                   [&](const TreeLeaf& each) { return holds(each, point); });
    ASSERT_NE(leaf, leaves.end());
    EXPECT_EQ(tree.predict(point), leaf->mean);
  }
}

TEST(RegressionTree, HasTheMeansOfItsObservations) {
  Rng rng(3);
  const test::ForestData data = test::mixed_data(100, rng);
  for (const TreeLeaf& leaf : grown(data, 4, rng).leaves()) {
    double sum = 0.0;
    int count = 0;
    for (Index i = 0; i < data.points.rows(); ++i) {
      if (!holds(leaf, data.points.row(i))) continue;
      sum += data.values[i];
      ++count;
    }
    EXPECT_GE(count, 4);
    EXPECT_NEAR(leaf.mean, sum / count, 1e-12);
  }
}

TEST(RegressionTree, LearnsEveryObservationWhenItMay) {
  Rng rng(4);
  const test::ForestData data = test::mixed_data(80, rng);
  const RegressionTree tree = grown(data, 1, rng);
  for (Index i = 0; i < data.points.rows(); ++i) {
    EXPECT_NEAR(tree.predict(data.points.row(i)), data.values[i], 1e-12);
  }
}

TEST(RegressionTree, IsOneBoxWhereNothingVaries) {
  Rng rng(5);
  test::ForestData data = test::mixed_data(20, rng);
  data.values.setConstant(3.0);
  const std::vector<TreeLeaf> leaves = grown(data, 1, rng).leaves();
  ASSERT_EQ(leaves.size(), 1U);
  EXPECT_EQ(leaves[0].mean, 3.0);
  EXPECT_EQ(leaves[0].volume(), 1.0);
}

/// The sum of squares about the mean of those rows that go where `left` says.
template <class Left>
double squares(const VectorXd& values, const Left& goes, bool left) {
  double sum = 0.0;
  double count = 0.0;
  for (Index i = 0; i < values.size(); ++i) {
    if (goes(i) != left) continue;
    sum += values[i];
    count += 1.0;
  }
  double result = 0.0;
  for (Index i = 0; i < values.size(); ++i) {
    if (goes(i) == left) result += std::pow(values[i] - sum / count, 2);
  }
  return result;
}

TEST(TreeSplit, IsTheBestOfAllThresholds) {
  Rng rng(6);
  const test::ForestData data = test::mixed_data(40, rng);
  const VectorXd column = data.points.col(0);
  const TreeSplit split = split_numbers(column, data.values, all_rows(40), 5);
  const double whole = squares(
      data.values, [](Index) { return true; }, true);
  const auto gain_at = [&](double threshold) {
    const auto goes = [&](Index i) { return column[i] < threshold; };
    return whole - squares(data.values, goes, true) - squares(data.values, goes, false);
  };
  EXPECT_NEAR(split.gain, gain_at(split.threshold), 1e-10);
  for (const double threshold : column) {
    const auto below = (column.array() < threshold).count();
    if (below < 5 || below > 35) continue;
    EXPECT_LE(gain_at(threshold), split.gain + 1e-10);
  }
}

TEST(TreeSplit, IsTheBestOfAllBipartitionsOfChoices) {
  Rng rng(7);
  constexpr int kChoices = 5;
  VectorXd column(60);
  VectorXd values(60);
  for (Index i = 0; i < 60; ++i) {
    column[i] = static_cast<double>(rng.uniform_int(0, kChoices - 1));
    values[i] = std::sin(3.0 * column[i]) + rng.normal();
  }
  const TreeSplit split = split_choices(column, values, all_rows(60), 1, kChoices);
  const double whole = squares(
      values, [](Index) { return true; }, true);
  for (unsigned set = 1; set + 1 < (1U << kChoices); ++set) {
    const auto goes = [&](Index i) { return (set >> static_cast<unsigned>(column[i]) & 1U) != 0; };
    const double gain = whole - squares(values, goes, true) - squares(values, goes, false);
    EXPECT_LE(gain, split.gain + 1e-10);
  }
}

TEST(TreeSplit, SendsUnseenChoicesToTheLargerSide) {
  VectorXd column(5);
  column << 0, 0, 0, 2, 2;
  VectorXd values(5);
  values << 1, 1, 1, 5, 5;
  const TreeSplit split = split_choices(column, values, all_rows(5), 1, 4);
  EXPECT_EQ(split.left_choices, (std::vector<bool>{true, true, false, true}));
}

TEST(TreeSplit, LeavesNeighboursTogether) {
  VectorXd column(4);
  column << 0.5, 0.5 + 1e-15, 0.5, 0.5 + 2e-15;
  VectorXd values(4);
  values << 1, 2, 3, 4;
  EXPECT_EQ(split_numbers(column, values, all_rows(4), 1).gain, 0.0);
}

}  // namespace
}  // namespace wattle::search
