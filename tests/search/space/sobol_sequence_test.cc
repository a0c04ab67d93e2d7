// SPDX-License-Identifier: MIT
#include "search/space/sobol_sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <set>
#include <utility>
#include <vector>

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

MatrixXd first_points(const SobolSequence& sequence, std::uint32_t count) {
  MatrixXd points(count, sequence.dimension());
  for (std::uint32_t i = 0; i < count; ++i) points.row(i) = sequence.point(i);
  return points;
}

TEST(SobolDirections, AreThoseOfBoost) {
  constexpr std::size_t kDimensions = 300;
  constexpr std::uint32_t kPoints = 200;
  // Its engine leaves out point 0 and has 64 binary digits, of which ours are the first 32.
  boost::random::sobol engine(kDimensions);
  std::vector<SobolDirections> directions;
  for (std::size_t k = 0; k < kDimensions; ++k) directions.emplace_back(static_cast<Index>(k));
  for (std::uint32_t i = 1; i <= kPoints; ++i) {
    for (const SobolDirections& direction : directions) {
      ASSERT_EQ(direction.bits(i), static_cast<std::uint32_t>(engine() >> 32U)) << i;
    }
  }
}

TEST(SobolSequence, HoldsOnePointInEachIntervalOfEveryDimension) {
  constexpr std::uint32_t kPoints = 256;
  const SobolSequence sequence(SobolDirections::kMostDimensions, 5);
  const MatrixXd points = first_points(sequence, kPoints);
  for (Index k = 0; k < points.cols(); ++k) {
    std::set<int> cells;
    for (Index i = 0; i < points.rows(); ++i) {
      cells.insert(static_cast<int>(points(i, k) * kPoints));
    }
    ASSERT_EQ(cells.size(), kPoints) << "dimension " << k;
  }
}

TEST(SobolSequence, HoldsOnePointInEachElementaryBoxOfThePlane) {
  // The first two dimensions are a (0, m, 2)-net, and scrambling keeps it: one of 2^m points in
  // each box of 2^-a by 2^-(m - a).
  constexpr int kDigits = 8;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const MatrixXd points = first_points(SobolSequence(2, seed), 1U << kDigits);
    for (int a = 0; a <= kDigits; ++a) {
      std::set<std::pair<int, int>> boxes;
      for (Index i = 0; i < points.rows(); ++i) {
        boxes.emplace(static_cast<int>(std::ldexp(points(i, 0), a)),
                      static_cast<int>(std::ldexp(points(i, 1), kDigits - a)));
      }
      EXPECT_EQ(boxes.size(), std::size_t{1} << kDigits) << a;
    }
  }
}

TEST(SobolSequence, HasUniformPoints) {
  // Point 0 of the unscrambled sequence is the corner. Over seeds it must be uniform: the largest
  // distance between the empirical and the true distribution exceeds 2.23 / sqrt(n) with
  // probability 2 exp(-2 x 2.23^2) = 1e-4 (Kolmogorov's limit).
  constexpr int kSeeds = 4000;
  std::vector<double> values;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    values.push_back(SobolSequence(3, seed).point(0)[2]);
  }
  std::sort(values.begin(), values.end());
  double distance = 0.0;
  for (int i = 0; i < kSeeds; ++i) {
    const double value = values[static_cast<std::size_t>(i)];
    distance = std::max({distance, value - static_cast<double>(i) / kSeeds,
                         static_cast<double>(i + 1) / kSeeds - value});
  }
  EXPECT_LT(distance, 2.23 / std::sqrt(kSeeds));
}

TEST(SobolSequence, IntegratesFarBetterThanRandomPoints) {
  // The mean of prod (1 + (u_k - 1/2) / k) is 1. The variance of one random point is
  // prod (1 + 1 / (12 k^2)) - 1 = 0.13 for ten dimensions; of a scrambled net it falls faster than
  // 1 / n. A tenth of the random error leaves room for the constant.
  constexpr std::uint32_t kPoints = 4096;
  constexpr int kSeeds = 20;
  double squared = 0.0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const MatrixXd points = first_points(SobolSequence(10, seed), kPoints);
    Eigen::ArrayXd product = Eigen::ArrayXd::Ones(points.rows());
    for (Index k = 0; k < points.cols(); ++k) {
      product *= 1.0 + (points.col(k).array() - 0.5) / static_cast<double>(k + 1);
    }
    squared += std::pow(product.mean() - 1.0, 2.0) / kSeeds;
  }
  EXPECT_LT(std::sqrt(squared), 0.1 * std::sqrt(0.13 / kPoints));
}

TEST(SobolSequence, DependsOnTheSeedAndTheIndexAlone) {
  const SobolSequence sequence(20, 7);
  sequence.point(3);
  EXPECT_EQ(sequence.point(1000), SobolSequence(20, 7).point(1000));
  EXPECT_NE(sequence.point(1000), SobolSequence(20, 8).point(1000));
  EXPECT_EQ(sequence.point(5).head(3), SobolSequence(3, 7).point(5)) << "dimensions are separate";
}

TEST(SobolSequence, GoesOnAtRandomBeyondItsTable) {
  const Index extra = 4;
  const SobolSequence sequence(SobolDirections::kMostDimensions + extra, 7);
  const MatrixXd points = first_points(sequence, 1000).rightCols(extra);
  EXPECT_TRUE((points.array() >= 0.0).all() && (points.array() < 1.0).all());
  // Six standard errors, sqrt(1 / 12 / 1000): a false alarm in 5e8 for each.
  for (Index k = 0; k < extra; ++k) EXPECT_NEAR(points.col(k).mean(), 0.5, 6.0 * 0.0092);
}

TEST(SobolSequence, MayHaveNoDimension) { EXPECT_EQ(SobolSequence(0, 1).point(9).size(), 0); }

}  // namespace
}  // namespace wattle::search
