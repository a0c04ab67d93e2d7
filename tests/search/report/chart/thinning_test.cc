// SPDX-License-Identifier: MIT
#include "search/report/chart/thinning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace wattle::search {
namespace {

std::vector<int> numbers_to(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

const auto kNone = [](std::size_t) { return false; };

TEST(Thinned, TakesAllWhereTheyAreFew) {
  EXPECT_EQ(thinned(numbers_to(5), 5, kNone), (std::vector<std::size_t>{0, 1, 2, 3, 4}));
  EXPECT_TRUE(thinned(std::vector<int>{}, 5, kNone).empty());
}

TEST(Thinned, TakesAsManyAsItMayInTheirOrder) {
  const auto chosen = thinned(numbers_to(1000), 100, kNone);
  EXPECT_EQ(chosen.size(), 100u);
  EXPECT_TRUE(std::is_sorted(chosen.begin(), chosen.end()));
  EXPECT_EQ(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), 100u);
}

TEST(Thinned, KeepsWhatMustStay) {
  const auto chosen = thinned(numbers_to(1000), 20, [](std::size_t i) { return i % 100 == 7; });
  EXPECT_EQ(chosen.size(), 20u);
  for (std::size_t i = 7; i < 1000; i += 100) {
    EXPECT_TRUE(std::binary_search(chosen.begin(), chosen.end(), i)) << i;
  }
}

TEST(Thinned, KeepsWhatMustStayEvenWhereItIsMore) {
  EXPECT_EQ(thinned(numbers_to(100), 5, [](std::size_t i) { return i < 9; }).size(), 9u);
}

TEST(Thinned, ChoosesTheSameTrialsFromAnotherOrder) {
  std::vector<int> reversed = numbers_to(500);
  std::reverse(reversed.begin(), reversed.end());
  std::set<int> forward;
  std::set<int> backward;
  for (const std::size_t i : thinned(numbers_to(500), 50, kNone))
    forward.insert(static_cast<int>(i));
  for (const std::size_t i : thinned(reversed, 50, kNone)) backward.insert(reversed[i]);
  EXPECT_EQ(forward, backward);
}

/// A grid takes values in turn; a choice by a fixed stride would show some of them only.
TEST(Thinned, ShowsEveryValueThatComesInTurn) {
  constexpr int kPeriod = 8;
  constexpr int kShown = 1000;
  std::map<std::size_t, int> seen;
  for (const std::size_t i : thinned(numbers_to(16000), kShown, kNone)) ++seen[i % kPeriod];
  // Each has kShown / kPeriod = 125 on average, with a standard deviation below sqrt(125) = 11.2;
  // five of them are exceeded with a probability below 1e-6. The choice is fixed.
  const double allowed = 5.0 * std::sqrt(1.0 * kShown / kPeriod);
  for (int value = 0; value < kPeriod; ++value) {
    EXPECT_NEAR(seen[static_cast<std::size_t>(value)], kShown / kPeriod, allowed) << value;
  }
}

TEST(Thinned, OfPointsAsksForTrials) {
  std::vector<ChartPoint> points;
  for (int trial = 0; trial < 50; ++trial) points.push_back({-1.0 * trial, 0.0, 100 + trial});
  const auto chosen = thinned(points, 3, [](int trial) { return trial == 149; });
  EXPECT_EQ(chosen.size(), 3u);
  EXPECT_EQ(chosen.back().trial, 149);
}

TEST(ThinningNote, SpeaksOnlyOfWhatIsLeftOut) {
  EXPECT_EQ(thinning_note(7, 7), "");
  EXPECT_EQ(thinning_note(10, 20000),
            " Of 20000 trials 10 are drawn: the best, and others at random.");
}

TEST(Evenly, HasBothEnds) {
  EXPECT_EQ(evenly(9, 3), (std::vector<std::size_t>{0, 4, 8}));
  EXPECT_EQ(evenly(2, 5), (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(evenly(1, 5), (std::vector<std::size_t>{0}));
  EXPECT_TRUE(evenly(0, 5).empty());
}

}  // namespace
}  // namespace wattle::search
