// SPDX-License-Identifier: MIT
#include "search/statistics/studentized_range.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "search/statistics/distributions.h"
#include "tests/search/statistics/reference_table.h"

namespace wattle::search {
namespace {

/// What the header promises.
constexpr double kRelativeError = 1e-10;

TEST(NormalRange, AgreesWithATableOfHighPrecision) {
  for (const nlohmann::json& each : test::reference_table("studentized_range", "cases")) {
    const double p = normal_range_upper(each.at("q"), each.at("k"));
    test::expect_digits(p, each.at("p_value"), kRelativeError);
  }
}

TEST(NormalRange, IsTheDifferenceOfTwoNormalNumbers) {
  for (double q = 0.0; q <= 28.0; q += 0.25) {
    test::expect_digits(normal_range_upper(q, 2), normal_two_sided(q / std::numbers::sqrt2),
                        kRelativeError);
  }
}

TEST(NormalRange, FallsFromOneToNothing) {
  for (const int k : {2, 3, 10, 100}) {
    double last = 1.0;
    EXPECT_EQ(normal_range_upper(-1.0, k), 1.0);
    for (double q = 0.0; q <= 40.0; q += 0.125) {
      const double p = normal_range_upper(q, k);
      EXPECT_LE(p, last * (1.0 + kRelativeError)) << q;
      last = p;
    }
    EXPECT_LT(last, 1e-100);
    EXPECT_EQ(normal_range_upper(41.0, k), 0.0);
  }
}

TEST(NormalRange, HasTheQuantilesOfNemenyisTest) {
  // q / sqrt(2) for k = 2 to 10, to the digits printed in [Demsar2006, Table 5a].
  const std::vector<double> at_5_percent{1.960, 2.343, 2.569, 2.728, 2.850,
                                         2.949, 3.031, 3.102, 3.164};
  const std::vector<double> at_10_percent{1.645, 2.052, 2.291, 2.459, 2.589,
                                          2.693, 2.780, 2.855, 2.920};
  constexpr double kPrinted = 0.0011;  // the table rounds some of its entries down
  for (std::size_t i = 0; i < at_5_percent.size(); ++i) {
    const int k = static_cast<int>(i) + 2;
    EXPECT_NEAR(normal_range_quantile(0.05, k) / std::numbers::sqrt2, at_5_percent[i], kPrinted);
    EXPECT_NEAR(normal_range_quantile(0.10, k) / std::numbers::sqrt2, at_10_percent[i], kPrinted);
  }
}

TEST(NormalRange, HasTheQuantileItsDistributionHas) {
  for (const int k : {2, 4, 30}) {
    for (const double p : {0.999, 0.5, 0.05, 1e-6, 1e-20}) {
      // The distribution's slope in log space is at most q.
      test::expect_digits(normal_range_upper(normal_range_quantile(p, k), k), p, 1e-9);
    }
  }
}

}  // namespace
}  // namespace wattle::search
