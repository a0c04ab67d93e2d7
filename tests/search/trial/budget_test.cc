// SPDX-License-Identifier: MIT
#include "search/trial/budget.h"

#include <gtest/gtest.h>

namespace wattle::search {
namespace {

TEST(Budget, IsNotReachedWithoutLimits) {
  EXPECT_FALSE(reached({}, {1'000'000, Seconds(1e9), Joules(1e9)}));
}

TEST(Budget, EndsAtTheLastTrial) {
  const Budget budget = Budget::from_json({{"trials", 24}});
  EXPECT_FALSE(reached(budget, {23, Seconds(1e9), Joules(1e9)}));
  EXPECT_EQ(reached(budget, {24, {}, {}}), "24 trials");
}

TEST(Budget, EndsWhenTheTimeHasPassed) {
  const Budget budget = Budget::from_json({{"seconds", 1.5}});
  EXPECT_FALSE(reached(budget, {0, Seconds(1.4), {}}));
  EXPECT_EQ(reached(budget, {0, Seconds(1.5), {}}), "1.5 s passed");
}

TEST(Budget, EndsWhenTheJoulesAreSpent) {
  const Budget budget = Budget::from_json({{"joules", 20000}});
  EXPECT_FALSE(reached(budget, {0, {}, Joules(19999)}));
  EXPECT_EQ(reached(budget, {0, {}, Joules(20000)}), "20000 J spent");
}

TEST(Budget, EndsWhenTheGramsAreEmitted) {
  // 3600 J are a thousandth of a kWh: 0.4 g.
  const auto footprint = Footprint::from_json({{"grams_per_kwh", 400}});
  const Budget budget = Budget::from_json({{"grams", 0.4}}, footprint);
  EXPECT_FALSE(reached(budget, {0, {}, Joules(3599)}));
  EXPECT_EQ(reached(budget, {0, {}, Joules(3601)}), "0.4 g of CO2e emitted");
}

TEST(Budget, TakesJoulesOrGramsWhicheverComesFirst) {
  const auto footprint = Footprint::from_json({{"grams_per_kwh", 400}});
  const nlohmann::json both = {{"grams", 0.4}, {"joules", 1000}};
  EXPECT_EQ(reached(Budget::from_json(both, footprint), {0, {}, Joules(1000)}), "1000 J spent");
  const nlohmann::json other = {{"grams", 0.4}, {"joules", 10000}};
  EXPECT_EQ(reached(Budget::from_json(other, footprint), {0, {}, Joules(9000)}),
            "0.4 g of CO2e emitted");
}

}  // namespace
}  // namespace wattle::search
