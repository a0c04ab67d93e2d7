// SPDX-License-Identifier: MIT
#include "search/acquisition/candidates.h"

#include <gtest/gtest.h>

#include "tests/search/acquisition/test_spaces.h"

namespace wattle::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

/// True when every row is a point of the space, forbidden or not.
bool all_snapped(const Domain& domain, const MatrixXd& points) {
  for (Index i = 0; i < points.rows(); ++i) {
    const Eigen::VectorXd x = points.row(i);
    const Eigen::VectorXd snapped = domain.snap(x);
    for (Index k = 0; k < x.size(); ++k) {
      const bool same = x[k] == snapped[k] || (std::isnan(x[k]) && std::isnan(snapped[k]));
      if (!same) return false;
    }
  }
  return true;
}

TEST(SpreadCandidates, FillEveryCellEvenly) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  Rng rng(1);
  const MatrixXd points = spread_candidates(domain, 256, rng);
  // Scrambling keeps a Sobol sequence's 256 points at 16 to each cell of a 4 x 4 grid.
  Eigen::MatrixXi counts = Eigen::MatrixXi::Zero(4, 4);
  for (Index i = 0; i < points.rows(); ++i) {
    ++counts(static_cast<int>(4.0 * points(i, 0)), static_cast<int>(4.0 * points(i, 1)));
  }
  EXPECT_EQ(counts.minCoeff(), 16);
  EXPECT_EQ(counts.maxCoeff(), 16);
}

TEST(SpreadCandidates, ArePointsOfTheSpace) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  Rng rng(1);
  EXPECT_TRUE(all_snapped(domain, spread_candidates(domain, 64, rng)));
}

TEST(UniformCandidates, AreAllowedPointsOfTheSpace) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  Rng rng(1);
  const MatrixXd points = uniform_candidates(domain, 500, rng);
  ASSERT_EQ(points.rows(), 500);
  EXPECT_TRUE(all_snapped(domain, points));
  EXPECT_EQ(domain.allowed_rows(points).rows(), 500);
}

TEST(UniformCandidates, FallIntoEveryCellAlike) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  Rng rng(1);
  const MatrixXd points = uniform_candidates(domain, 1600, rng);
  double chi_square = 0.0;
  Eigen::MatrixXd counts = Eigen::MatrixXd::Zero(4, 4);
  for (Index i = 0; i < points.rows(); ++i) {
    ++counts(static_cast<int>(4.0 * points(i, 0)), static_cast<int>(4.0 * points(i, 1)));
  }
  for (const double count : counts.reshaped()) chi_square += (count - 100) * (count - 100) / 100;
  // The quantile of 1 - 1e-4 with 15 degrees of freedom; the seed is fixed.
  EXPECT_LT(chi_square, 44.3);
}

TEST(UniformCandidates, AreNoneWhereNothingIsAllowed) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"x": {"above": 1e-9}}])");
  const Domain domain(space);
  Rng rng(1);
  EXPECT_EQ(uniform_candidates(domain, 10, rng).rows(), 0);
}

TEST(Candidates, AreAllowed) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1},
                                               "y": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"linear": {"x": 1, "y": 1}, "above": 1}])");
  const Domain domain(space);
  Rng rng(1);
  const MatrixXd spread = spread_candidates(domain, 64, rng);
  EXPECT_EQ(spread.rows(), 64);
  EXPECT_LE(spread.rowwise().sum().maxCoeff(), 1.0);
  const MatrixXd nearby = nearby_candidates(domain, spread.topRows(4), 64, rng);
  EXPECT_GT(nearby.rows(), 0);
  EXPECT_LE(nearby.rowwise().sum().maxCoeff(), 1.0);
}

TEST(Candidates, AreNoneWhereHardlyAnythingIsAllowed) {
  const SearchSpace space = test::space_of(R"({"x": {"type": "float", "low": 0, "high": 1}})",
                                           R"([{"x": {"above": 1e-9}}])");
  const Domain domain(space);
  Rng rng(1);
  EXPECT_EQ(spread_candidates(domain, 64, rng).rows(), 0);
}

TEST(NearbyCandidates, ArePointsOfTheSpaceWithinReach) {
  const SearchSpace space = test::mixed();
  const Domain domain(space);
  Rng rng(1);
  const MatrixXd centres = spread_candidates(domain, 3, rng);
  const MatrixXd points = nearby_candidates(domain, centres, 64, rng);
  EXPECT_GT(points.rows(), 32);  // a clause forbids few
  EXPECT_TRUE(all_snapped(domain, points));
}

TEST(NearbyCandidates, ComeCloseToTheirCentres) {
  const SearchSpace space = test::square();
  const Domain domain(space);
  Rng rng(1);
  const MatrixXd centre = MatrixXd::Constant(1, 2, 0.4);
  const MatrixXd points = nearby_candidates(domain, centre, 200, rng);
  const auto distances = (points.rowwise() - centre.row(0)).rowwise().norm().array();
  // Scales below 0.003 have probability ln 3 / ln 300 = 0.19; steps then rarely exceed 0.01.
  EXPECT_GT((distances < 0.01).count(), 20);
  EXPECT_GT((distances > 0.1).count(), 10);
  EXPECT_TRUE((distances > 0.0).all());
}

}  // namespace
}  // namespace wattle::search
