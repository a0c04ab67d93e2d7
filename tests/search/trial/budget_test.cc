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

}  // namespace
}  // namespace wattle::search
