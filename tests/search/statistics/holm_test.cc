// SPDX-License-Identifier: MIT
#include "search/statistics/holm.h"

#include <gtest/gtest.h>

#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using OptionalNumbers = std::vector<std::optional<double>>;

OptionalNumbers optional(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

TEST(Holm, AgreesWithStatsmodels) {
  const nlohmann::json table = test::reference_table("rank_tests", "holm");
  const OptionalNumbers adjusted = holm_adjusted(optional(test::numbers(table.at("p_values"))));
  const std::vector<double> expected = test::numbers(table.at("adjusted"));
  ASSERT_EQ(adjusted.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    test::expect_digits(adjusted[i].value(), expected[i]);
  }
}

TEST(Holm, MultipliesTheLeastByTheNumberOfTests) {
  EXPECT_EQ(holm_adjusted(optional({0.5, 0.015625, 0.25})), (OptionalNumbers{0.5, 0.046875, 0.5}));
  EXPECT_EQ(holm_adjusted(optional({0.25})), (OptionalNumbers{0.25}));
  EXPECT_TRUE(holm_adjusted({}).empty());
}

TEST(Holm, KeepsTheOrderAndNeverLowersAP) {
  Rng rng(1);
  for (std::size_t m = 1; m < 30; ++m) {
    std::vector<double> p(m);
    for (double& value : p) value = rng.uniform();
    const OptionalNumbers adjusted = holm_adjusted(optional(p));
    for (std::size_t i = 0; i < m; ++i) {
      EXPECT_GE(adjusted[i].value(), p[i]);
      EXPECT_LE(adjusted[i].value(), 1.0);
      for (std::size_t j = 0; j < m; ++j) {
        if (p[i] >= p[j]) continue;
        EXPECT_LE(adjusted[i].value(), adjusted[j].value());
      }
    }
  }
}

TEST(Holm, CountsATestWithoutAPAsOne) {
  EXPECT_EQ(holm_adjusted(OptionalNumbers{0.125, std::nullopt}),
            (OptionalNumbers{0.25, std::nullopt}));
}

}  // namespace
}  // namespace wattle::search
