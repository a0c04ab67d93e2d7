// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>

#include "search/statistics/dunn.h"
#include "search/statistics/kruskal_wallis.h"
#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;
using Groups = std::vector<std::vector<double>>;

TEST(KruskalWallis, AgreesWithSciPy) {
  for (const nlohmann::json& each : test::reference_table("rank_tests", "groups")) {
    SCOPED_TRACE(each.at("name"));
    const KruskalWallisSummary summary = kruskal_wallis(each.at("groups").get<Groups>());
    expect_digits(summary.test.statistic.value(), each.at("statistic"));
    expect_digits(summary.test.p_value.value(), each.at("p_value"));
    expect_digits(summary.epsilon_squared.value(), each.at("epsilon_squared"));
  }
}

TEST(KruskalWallis, ExplainsAllOfTheRanksWhereGroupsAreTies) {
  const KruskalWallisSummary summary = kruskal_wallis(Groups{{1, 1, 1}, {2, 2}, {7, 7, 7, 7}});
  EXPECT_NEAR(summary.epsilon_squared.value(), 1.0, 1e-15);
  EXPECT_EQ(summary.average_ranks, (std::vector{2.0, 4.5, 7.5}));
}

TEST(KruskalWallis, ShowsNoDifferenceAmongEqualValues) {
  const KruskalWallisSummary summary = kruskal_wallis(Groups{{1, 1}, {1, 1, 1}});
  EXPECT_EQ(summary.test.p_value, 1.0);
  EXPECT_EQ(summary.epsilon_squared, 0.0);
}

TEST(KruskalWallis, SaysWhyItHasNoP) {
  for (const Groups& groups :
       {Groups{}, Groups{{1, 2}}, Groups{{1, 2}, {}}, Groups{{1, 2}, {std::nan("")}}}) {
    EXPECT_FALSE(kruskal_wallis(groups).test.p_value);
    EXPECT_FALSE(kruskal_wallis(groups).test.reason.empty());
    EXPECT_FALSE(dunn(groups).reason.empty());
    EXPECT_TRUE(dunn(groups).pairs.empty());
  }
}

TEST(Dunn, AgreesWithItsFormulaOverSciPysRanks) {
  for (const nlohmann::json& each : test::reference_table("rank_tests", "groups")) {
    SCOPED_TRACE(each.at("name"));
    const DunnSummary summary = dunn(each.at("groups").get<Groups>());
    const nlohmann::json& expected = each.at("dunn");
    ASSERT_EQ(summary.pairs.size(), expected.at("z").size());
    for (std::size_t i = 0; i < summary.pairs.size(); ++i) {
      expect_digits(summary.pairs[i].z, expected.at("z")[i]);
      expect_digits(summary.pairs[i].p_value, expected.at("p_values")[i]);
      expect_digits(summary.pairs[i].adjusted_p_value, expected.at("adjusted")[i]);
    }
  }
}

TEST(Dunn, NamesThePairsInOrder) {
  const DunnSummary summary = dunn(Groups{{1, 2}, {3, 4}, {5, 6}});
  ASSERT_EQ(summary.pairs.size(), 3U);
  EXPECT_EQ(summary.pairs[1].first, 0U);
  EXPECT_EQ(summary.pairs[1].second, 2U);
  EXPECT_LT(summary.pairs[1].z, 0.0);
}

TEST(Dunn, IsTheKruskalWallisTestForTwoGroups) {
  Rng rng(1);
  const Groups groups{test::tied_sample(12, rng), test::tied_sample(17, rng)};
  const double z = dunn(groups).pairs.front().z;
  EXPECT_NEAR(z * z, kruskal_wallis(groups).test.statistic.value(), 1e-12);
}

TEST(Dunn, ShowsNoDifferenceAmongEqualValues) {
  const DunnSummary summary = dunn(Groups{{1, 1}, {1}});
  EXPECT_EQ(summary.pairs.front().z, 0.0);
  EXPECT_EQ(summary.pairs.front().adjusted_p_value, 1.0);
}

}  // namespace
}  // namespace wattle::search
