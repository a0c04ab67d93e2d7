// SPDX-License-Identifier: MIT
#include "search/statistics/friedman.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "tests/search/statistics/matrix_table.h"
#include "tests/search/statistics/reference_table.h"

namespace wattle::search {
namespace {

using Eigen::MatrixXd;
using test::expect_digits;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Friedman, AgreesWithSciPy) {
  for (const nlohmann::json& each : test::reference_table("rank_tests", "friedman")) {
    SCOPED_TRACE(each.at("name"));
    const FriedmanSummary summary = friedman(test::matrix_of(each.at("values")));
    expect_digits(summary.chi_squared.statistic.value(), each.at("chi_squared"));
    expect_digits(summary.chi_squared.p_value.value(), each.at("chi_squared_p"));
    expect_digits(summary.f.statistic.value(), each.at("f"));
    expect_digits(summary.f.p_value.value(), each.at("f_p"));
    const std::vector<double> ranks = test::numbers(each.at("average_ranks"));
    for (std::size_t j = 0; j < ranks.size(); ++j) {
      expect_digits(summary.average_ranks[j], ranks[j]);
    }
  }
}

TEST(Friedman, IsSureWhereAllBlocksAgree) {
  MatrixXd values(4, 3);
  values << 1, 2, 3, 10, 20, 30, 5, 6, 7, 0, 1, kInfinity;
  const FriedmanSummary summary = friedman(values);
  EXPECT_EQ(summary.average_ranks, (std::vector{1.0, 2.0, 3.0}));
  EXPECT_DOUBLE_EQ(summary.agreement, 1.0);
  EXPECT_DOUBLE_EQ(summary.chi_squared.statistic.value(), 8.0);  // n (k - 1)
  EXPECT_EQ(summary.f.statistic, kInfinity);
  // Three blocks of six orders each agree with the first.
  EXPECT_NEAR(summary.f.p_value.value(), 1.0 / 216.0, 1e-15);
  EXPECT_EQ(summary.f.method, StatisticalMethod::kExact);
}

TEST(Friedman, CountsTheOrdersOfTiedBlocks) {
  MatrixXd values(3, 3);
  values << 1, 1, 2, 3, 3, 4, 0, 0, 9;
  // Each block can be arranged in three ways.
  EXPECT_NEAR(friedman(values).f.p_value.value(), 1.0 / 9.0, 1e-15);
}

TEST(Friedman, ShowsNoDifferenceWhereEveryBlockIsTied) {
  const FriedmanSummary summary = friedman(MatrixXd::Constant(5, 3, 2.0));
  EXPECT_EQ(summary.chi_squared.p_value, 1.0);
  EXPECT_EQ(summary.f.p_value, 1.0);
  EXPECT_EQ(summary.average_ranks, (std::vector{2.0, 2.0, 2.0}));
}

TEST(Friedman, LooksOnlyAtTheOrderWithinBlocks) {
  Rng rng(1);
  const MatrixXd values = test::skewed_matrix(9, 4, rng);
  MatrixXd moved = values.array().log() * 3.0;
  for (Eigen::Index i = 0; i < moved.rows(); ++i)
    moved.row(i).array() += 100.0 * static_cast<double>(i);
  EXPECT_EQ(friedman(values).f.p_value, friedman(moved).f.p_value);
}

TEST(Friedman, SaysWhyItHasNoP) {
  EXPECT_FALSE(friedman(MatrixXd::Ones(1, 3)).chi_squared.reason.empty());
  EXPECT_FALSE(friedman(MatrixXd::Ones(3, 1)).f.reason.empty());
  const FriedmanSummary nan = friedman(MatrixXd::Constant(3, 3, std::nan("")));
  EXPECT_FALSE(nan.chi_squared.reason.empty());
  EXPECT_FALSE(nan.chi_squared.p_value);
}

}  // namespace
}  // namespace wattle::search
