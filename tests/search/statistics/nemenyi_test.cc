// SPDX-License-Identifier: MIT
#include "search/statistics/nemenyi.h"

#include <gtest/gtest.h>

#include <cmath>

#include "search/statistics/distributions.h"
#include "search/statistics/friedman.h"
#include "tests/search/statistics/matrix_table.h"
#include "tests/search/statistics/reference_table.h"

namespace wattle::search {
namespace {

using Groups = std::vector<std::vector<std::size_t>>;

TEST(Nemenyi, AgreesWithSciPy) {
  // SciPy's quadrature keeps about 1e-15 of 1, which is less of a small p.
  constexpr double kAbsolute = 1e-11;
  for (const nlohmann::json& each : test::reference_table("rank_tests", "friedman")) {
    SCOPED_TRACE(each.at("name"));
    const int blocks = static_cast<int>(each.at("values").size());
    const NemenyiSummary summary = nemenyi(test::numbers(each.at("average_ranks")), blocks);
    const Eigen::MatrixXd expected = test::matrix_of(each.at("nemenyi"));
    EXPECT_LT((summary.p_values - expected).cwiseAbs().maxCoeff(), kAbsolute);
    test::expect_digits(summary.critical_difference, each.at("critical_difference"), 1e-9);
  }
}

TEST(Nemenyi, IsATestOfOneDifferenceForTwoTreatments) {
  // k (k + 1) / (6 n) = 1 / n.
  const NemenyiSummary summary = nemenyi(std::vector{1.2, 1.8}, 25);
  EXPECT_NEAR(summary.p_values(0, 1), normal_two_sided(0.6 * std::sqrt(25.0)), 1e-12);
  EXPECT_EQ(summary.p_values(0, 0), 1.0);
}

TEST(Nemenyi, RejectsBeyondTheCriticalDifference) {
  const double critical = nemenyi(std::vector{1.0, 2.0, 3.0}, 12).critical_difference;
  const NemenyiSummary below = nemenyi(std::vector{2.0, 2.0 + 0.9999 * critical, 2.0}, 12);
  const NemenyiSummary above = nemenyi(std::vector{2.0, 2.0 + 1.0001 * critical, 2.0}, 12);
  EXPECT_GT(below.p_values(0, 1), 0.05);
  EXPECT_LT(above.p_values(0, 1), 0.05);
}

TEST(Nemenyi, JoinsWhatCannotBeToldApart) {
  const auto groups = [](const std::vector<double>& ranks) { return nemenyi(ranks, 30).groups; };
  // The critical difference of five treatments and 30 blocks is 1.11.
  EXPECT_EQ(groups({1.5, 2.4, 3.4, 4.4, 3.3}), (Groups{{0, 1}, {1, 4, 2}, {4, 2, 3}}));
  EXPECT_EQ(groups({3.0, 3.0, 3.0, 3.0, 3.0}), (Groups{{0, 1, 2, 3, 4}}));
  EXPECT_EQ(groups({1.0, 2.2, 3.4, 4.6, 5.8}), Groups());
}

TEST(Nemenyi, SaysWhyItHasNothing) {
  EXPECT_FALSE(nemenyi(std::vector{1.0}, 10).reason.empty());
  EXPECT_FALSE(nemenyi(std::vector{1.0, 2.0}, 1).reason.empty());
}

}  // namespace
}  // namespace wattle::search
