// SPDX-License-Identifier: MIT
#include "energy/wrapping_counter.h"

#include <gtest/gtest.h>

namespace wattle::energy {
namespace {

// Counts are whole microjoules; sums of them in doubles err by far less than one.
constexpr double kMicrojoule = 1e-6;

constexpr CounterScale kSmall{.joules_per_unit = 1e-6, .range = 100'000'000};  // 100 J
constexpr CounterScale kEndless{.joules_per_unit = 1e-6, .range = 0};

TEST(WrappingCounter, CountsFromItsFirstValue) {
  WrappingCounter counter(kSmall, 5'000'000, Seconds(0));
  EXPECT_EQ(counter.total().joules, Joules(0));
  counter.advance(7'500'000, Seconds(0.05));
  EXPECT_NEAR(counter.total().joules.value, 2.5, kMicrojoule);
  EXPECT_EQ(counter.total().low, counter.total().high);
}

TEST(WrappingCounter, GoesOnAtTheRange) {
  WrappingCounter counter(kSmall, 99'000'000, Seconds(0));
  counter.advance(2'000'000, Seconds(0.01));
  EXPECT_NEAR(counter.total().joules.value, 3.0, kMicrojoule);
  EXPECT_NEAR(counter.total().high.value, 3.0, kMicrojoule);
}

TEST(WrappingCounter, TakesEveryFallForAResetWhereItNeverWraps) {
  WrappingCounter counter(kEndless, 99'000'000, Seconds(0));
  counter.advance(2'000'000, Seconds(1));
  EXPECT_NEAR(counter.total().joules.value, 2.0, kMicrojoule);
  EXPECT_NEAR(counter.total().high.value, 1002.0, kMicrojoule) << "1000 W for the second";
}

TEST(WrappingCounter, AddsTheTurnsThatALateReaderCannotHaveSeenToItsUpperBound) {
  WrappingCounter counter(kSmall, 0, Seconds(0));
  counter.advance(50'000'000, Seconds(1));  // 1000 J allow nine more turns
  EXPECT_NEAR(counter.total().joules.value, 50.0, kMicrojoule);
  EXPECT_NEAR(counter.total().high.value, 950.0, kMicrojoule);
}

TEST(WrappingCounter, HasNoUnseenTurnsWhereItNeverWraps) {
  WrappingCounter counter(kEndless, 0, Seconds(0));
  counter.advance(50'000'000, Seconds(1000));
  EXPECT_NEAR(counter.total().high.value, 50.0, kMicrojoule);
}

TEST(WrappingCounter, KnowsWhenItMoved) {
  WrappingCounter counter(kEndless, 7, Seconds(1));
  counter.advance(7, Seconds(2));
  EXPECT_EQ(counter.moved_at(), Seconds(1));
  counter.advance(8, Seconds(3));
  EXPECT_EQ(counter.moved_at(), Seconds(3));
}

TEST(WrappingCounter, MayHaveTurnedRoundToTheSame) {
  WrappingCounter counter(kSmall, 7, Seconds(0));
  counter.advance(7, Seconds(0.05));
  EXPECT_EQ(counter.moved_at(), Seconds(0));
  counter.advance(7, Seconds(10));
  EXPECT_EQ(counter.moved_at(), Seconds(10));
}

TEST(WrappingCounter, AsksToBeReadTwiceATurnAtItsLargestPower) {
  EXPECT_DOUBLE_EQ(longest_gap(kSmall).value, 0.05);  // 100 J / 1 kW / 2
  EXPECT_EQ(longest_gap(kEndless), Seconds(0));
}

}  // namespace
}  // namespace wattle::energy
