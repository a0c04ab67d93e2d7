// SPDX-License-Identifier: MIT
#include "search/strategy/trust_region.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/search/strategy/bayesian_fixture.h"

namespace wattle::search {
namespace {

/// Trials at the places 0, 1, ... with these values; NaN: still running.
History history_of(const std::vector<double>& values) {
  History history;
  for (const double value : values) {
    history.push_back(std::isnan(value) ? test::running(history, {})
                                        : test::complete(history, {}, {{"value", value}}));
  }
  return history;
}

double apart(int a, int b) { return std::abs(a - b); }
double together(int, int) { return 0.0; }

constexpr double kRunning = std::numeric_limits<double>::quiet_NaN();

TEST(TrustRegion, GrowsWithSuccessAndShrinksWithFailure) {
  const Goal goal = test::minimise_value();
  TrustRegion region;
  const double start = region.radius();
  region.expect(1, 0);
  region.settle(history_of({5.0, 6.0}), goal);
  EXPECT_DOUBLE_EQ(region.radius(), 0.85 * start);
  region.expect(2, 0);
  region.settle(history_of({5.0, 6.0, 4.0}), goal);
  EXPECT_DOUBLE_EQ(region.radius(), start);  // no larger than at the start
}

TEST(TrustRegion, WaitsForRunningTrials) {
  const Goal goal = test::minimise_value();
  TrustRegion region;
  const double start = region.radius();
  region.expect(1, 0);
  region.settle(history_of({5.0, kRunning}), goal);
  EXPECT_EQ(region.radius(), start);
  region.settle(history_of({5.0, 6.0}), goal);
  EXPECT_LT(region.radius(), start);
  const double settled = region.radius();
  region.settle(history_of({5.0, 6.0}), goal);
  EXPECT_EQ(region.radius(), settled);  // each trial counts once
}

TEST(TrustRegion, LooksAroundTheBestTrial) {
  TrustRegion region;
  EXPECT_EQ(region.centre({3, 1, 2}, apart), 3);
}

/// Fails until the neighbourhood of trial 0 is used up.
void use_up(TrustRegion& region) {
  const Goal goal = test::minimise_value();
  while (region.radius() >= TrustRegionOptions{}.smallest_radius) {
    region.expect(1, 0);
    region.settle(history_of({5.0, 6.0}), goal);
  }
}

TEST(TrustRegion, LeavesAUsedUpNeighbourhood) {
  TrustRegion region;
  use_up(region);
  EXPECT_EQ(region.centre({0, 1, 2}, apart), 1);
  EXPECT_EQ(region.radius(), TrustRegionOptions{}.largest_radius);
  EXPECT_EQ(region.centre({0, 2, 1}, apart), 2);
}

TEST(TrustRegion, BeginsAgainWhenAllIsUsedUp) {
  TrustRegion region;
  use_up(region);
  EXPECT_EQ(region.centre({0, 1, 2}, together), 0);
  EXPECT_EQ(region.radius(), TrustRegionOptions{}.largest_radius);
}

TEST(TrustRegion, IsTheSameAfterItWasSaved) {
  const Goal goal = test::minimise_value();
  TrustRegion region;
  use_up(region);
  region.centre({0, 1, 2}, apart);
  region.expect(3, 1);
  TrustRegion restored;
  ASSERT_TRUE(restored.restore(nlohmann::json::parse(region.state().dump())));
  EXPECT_EQ(restored.state(), region.state());
  restored.settle(history_of({5.0, 6.0, 7.0, 8.0}), goal);
  EXPECT_LT(restored.radius(), region.radius());
}

TEST(TrustRegion, RefusesForeignStates) {
  TrustRegion region;
  const nlohmann::json before = region.state();
  for (const char* text : {"{}", "[]", "3", R"({"radius": 0, "expected": [], "used_up": []})",
                           R"({"radius": 0.1, "expected": [[1]], "used_up": []})",
                           R"({"radius": 0.1, "expected": [], "used_up": ["a"]})"}) {
    EXPECT_FALSE(region.restore(nlohmann::json::parse(text))) << text;
  }
  EXPECT_EQ(region.state(), before);
}

}  // namespace
}  // namespace wattle::search
