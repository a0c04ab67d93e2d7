// SPDX-License-Identifier: MIT
#include "search/space/space_graph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "search/space/rng.h"

namespace wattle::search {
namespace {

using Numbers = std::vector<std::size_t>;

TEST(SpaceGraph, KeepsTheOrderOfIndependentParameters) {
  EXPECT_EQ(order_by_dependence({{}, {}, {}}).order, (Numbers{0, 1, 2}));
}

TEST(SpaceGraph, PutsParentsFirstAndBreaksTiesByNumber) {
  EXPECT_EQ(order_by_dependence({{3}, {}, {0}, {}, {1}}).order, (Numbers{1, 3, 0, 2, 4}));
}

TEST(SpaceGraph, FindsACycleOfOne) {
  const DependenceOrder result = order_by_dependence({{}, {1}});
  EXPECT_EQ(result.cycles, (std::vector<Numbers>{{1, 1}}));
}

TEST(SpaceGraph, NamesTheShortestWayRound) {
  // 0 -> 1 -> 2 -> 0 and the shortcut 1 -> 0; 3 hangs on the cycle without being on it.
  const DependenceOrder result = order_by_dependence({{1}, {2, 0}, {0}, {0}});
  EXPECT_EQ(result.cycles, (std::vector<Numbers>{{0, 1, 0}}));
}

TEST(SpaceGraph, ReadsACycleInTheDirectionOfDependence) {
  const DependenceOrder result = order_by_dependence({{2}, {0}, {1}});
  EXPECT_EQ(result.cycles, (std::vector<Numbers>{{0, 2, 1, 0}}));
}

TEST(SpaceGraph, NamesEveryGroupOnce) {
  const DependenceOrder result = order_by_dependence({{1}, {0}, {3}, {2}, {}});
  EXPECT_EQ(result.cycles, (std::vector<Numbers>{{0, 1, 0}, {2, 3, 2}}));
}

TEST(SpaceGraph, OrdersRandomGraphsWithoutCycles) {
  Rng rng(5);
  for (int round = 0; round < 100; ++round) {
    // A hidden order (a shuffle) in which each depends on a few earlier ones: no cycle is possible.
    const std::size_t count = 12;
    Numbers hidden(count);
    for (std::size_t i = 0; i < count; ++i) hidden[i] = i;
    for (std::size_t i = count; i > 1; --i) {
      const auto j = static_cast<std::size_t>(rng.uniform_int(0, static_cast<int>(i) - 1));
      std::swap(hidden[i - 1], hidden[j]);
    }
    std::vector<Numbers> depends_on(count);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (rng.uniform() < 0.2) depends_on[hidden[i]].push_back(hidden[j]);
      }
    }
    const DependenceOrder result = order_by_dependence(depends_on);
    ASSERT_EQ(result.order.size(), count);
    const auto place = [&](std::size_t of) {
      return std::find(result.order.begin(), result.order.end(), of) - result.order.begin();
    };
    for (std::size_t i = 0; i < count; ++i) {
      for (const std::size_t parent : depends_on[i]) EXPECT_LT(place(parent), place(i));
    }
  }
}

}  // namespace
}  // namespace wattle::search
