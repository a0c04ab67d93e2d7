// SPDX-License-Identifier: MIT
#include "search/statistics/mann_whitney.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/search/statistics/reference_table.h"
#include "tests/search/statistics/simulation.h"

namespace wattle::search {
namespace {

using test::expect_digits;
using test::numbers;

TEST(MannWhitney, AgreesWithSciPy) {
  for (const nlohmann::json& each : test::reference_table("rank_tests", "mann_whitney")) {
    SCOPED_TRACE(each.at("name"));
    const bool exact = each.at("exact");
    MannWhitneyOptions options;
    options.largest_exact = exact ? 40 : 0;
    const SignificanceTest result =
        mann_whitney(numbers(each.at("x")), numbers(each.at("y")), options);
    EXPECT_EQ(result.method, exact ? StatisticalMethod::kExact : StatisticalMethod::kNormal);
    EXPECT_EQ(result.statistic, each.at("statistic").get<double>());
    expect_digits(result.p_value.value(), each.at("p_value"));
  }
}

TEST(MannWhitney, CountsPairsAndHalfOfTies) {
  const std::vector<double> x{1.0, 3.0, 5.0};
  const std::vector<double> y{0.0, 3.0};
  EXPECT_EQ(mann_whitney(x, y).statistic, 1.0 + 1.5 + 2.0);
}

TEST(MannWhitney, HasTheLeastPWhenTheSamplesAreApart) {
  const std::vector<double> x{1.0, 2.0, 3.0};
  const std::vector<double> y{4.0, 5.0, 6.0, std::numeric_limits<double>::infinity()};
  // One of 7! / (3! 4!) = 35 choices, and its mirror.
  EXPECT_DOUBLE_EQ(mann_whitney(x, y).p_value.value(), 2.0 / 35.0);
}

TEST(MannWhitney, IsSymmetric) {
  Rng rng(1);
  for (const std::size_t n : {4U, 15U, 60U}) {
    const std::vector<double> x = test::tied_sample(n, rng);
    const std::vector<double> y = test::tied_sample(n + 3, rng);
    EXPECT_NEAR(mann_whitney(x, y).p_value.value(), mann_whitney(y, x).p_value.value(), 1e-14);
  }
}

TEST(MannWhitney, ShowsNoDifferenceAmongEqualValues) {
  for (const std::size_t n : {1U, 100U}) {
    const std::vector<double> same(n, 2.0);
    EXPECT_EQ(mann_whitney(same, same).p_value, 1.0);
  }
}

TEST(MannWhitney, SaysWhyItHasNoP) {
  const std::vector<double> some{1.0, 2.0};
  const std::vector<double> nan{1.0, std::nan("")};
  EXPECT_FALSE(mann_whitney(some, {}).reason.empty());
  EXPECT_FALSE(mann_whitney(nan, some).reason.empty());
  EXPECT_FALSE(mann_whitney(nan, some).p_value);
}

}  // namespace
}  // namespace wattle::search
